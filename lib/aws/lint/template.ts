/** A resource as the template writes it. */
export interface TemplateResource {
  readonly id: string
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly metadata: Readonly<Record<string, unknown>>
  readonly deletionPolicy: string | undefined
}

/** Something that would fail at or after a deployment, in one line. */
export interface Fault {
  readonly id: string
  readonly rule: string
  readonly says: string
}

/** What a rule finds in a template. */
export type Rule = (template: LintTemplate) => readonly Fault[]

export interface LintTemplate {
  readonly resources: readonly TemplateResource[]
  /** Resources of a type, without its `AWS::` if it is not a custom one. */
  of(type: string): readonly TemplateResource[]
  byId(id: string): TemplateResource | undefined
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const record = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {})

export const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value]

/**
 * Every resource that a value refers to, by Ref, GetAtt or Sub, in the order of the text.
 * A policy's ARN made of pieces, such as a table's index, refers to the table.
 */
export const referencesIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesIn)
  if (!isRecord(value)) return []
  if (typeof value.Ref === 'string') return [value.Ref]
  const attribute = value['Fn::GetAtt']
  if (Array.isArray(attribute)) return [String(attribute[0])]
  if (typeof attribute === 'string') return attribute.split('.').slice(0, 1)
  const text = value['Fn::Sub']
  if (typeof text === 'string') return [...text.matchAll(/\$\{([^}.]+)/g)].flatMap(([, name]) => name ?? [])
  return Object.values(value).flatMap(referencesIn)
}

/** The one resource that a value stands for; undefined if it is a literal or several. */
export const targetOf = (value: unknown): string | undefined =>
  referencesIn(value).find((id) => !id.startsWith('AWS::'))

/** A value's text with every reference as `<id>`, so that parts of an ARN can be looked at. */
export const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(textOf).join('')
  if (!isRecord(value)) return String(value ?? '')
  const joined = value['Fn::Join']
  if (Array.isArray(joined)) return list(joined[1]).map(textOf).join(String(joined[0]))
  const text = value['Fn::Sub']
  if (typeof text === 'string') return text.replaceAll(/\$\{([^}]+)\}/g, '<$1>')
  return referencesIn(value)
    .map((id) => `<${id}>`)
    .join('')
}

/**
 * Reads a template for the rules.
 *
 * @param document the parsed JSON
 */
export const readLintTemplate = (document: unknown): LintTemplate => {
  const resources = Object.entries(record(record(document).Resources)).map(([id, body]): TemplateResource => {
    const { Type, Properties, Metadata, DeletionPolicy } = record(body)
    return {
      id,
      type: String(Type),
      properties: record(Properties),
      metadata: record(Metadata),
      deletionPolicy: typeof DeletionPolicy === 'string' ? DeletionPolicy : undefined,
    }
  })
  const known = new Map(resources.map((resource) => [resource.id, resource]))
  return {
    resources,
    of: (type) => resources.filter((resource) => resource.type.replace(/^AWS::/, '') === type),
    byId: (id) => known.get(id),
  }
}
