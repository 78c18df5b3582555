import { isRecord, type JsonRecord, recordOf } from '../json-record.ts'
import type { RuleName } from './rule-names.ts'

/** A resource of a template. */
export interface TemplateResource {
  readonly id: string
  readonly type: string
  readonly properties: JsonRecord
  readonly metadata: JsonRecord
  readonly deletionPolicy: string | undefined
  /** What happens to it when an update replaces it. */
  readonly replacePolicy: string | undefined
  /** Logical ids that its `DependsOn` names. */
  readonly dependsOn: readonly unknown[]
}

/** A finding: something that would fail at or after a deployment. */
export interface Fault<Name extends string = RuleName> {
  readonly id: string
  readonly rule: Name
  readonly says: string
}

/** Collects the findings on one resource: `fault` adds one to `faults`. */
export const faultsOf = (id: string) => {
  const faults: Fault[] = []
  const fault = (rule: RuleName, says: string): void => {
    faults.push({ id, rule, says })
  }
  return { faults, fault }
}

/** Checks a template and returns its findings. */
export type Rule = (template: LintTemplate) => readonly Fault[]

export interface LintTemplate {
  readonly resources: readonly TemplateResource[]
  /**
   * Whether it is Plimsoll's own, by its functions: then it must contain all that it uses, and follow our own rules.
   */
  readonly isHouse: boolean
  readonly outputs: unknown
  /** Whether `Fn::ForEach` adds resources: then a resource that is not written here may exist. */
  readonly hasLoops: boolean
  /** Resources of a type, named without its `AWS::`, such as `SQS::Queue`; custom types have none. */
  of(type: string): readonly TemplateResource[]
  byId(id: string): TemplateResource | undefined
}

/** Whether a resource is one of our functions, not a helper function of the CDK. */
export const isOurs = ({ type, metadata }: TemplateResource): boolean =>
  type === 'AWS::Lambda::Function' && typeof metadata['local:bundle'] === 'string'

export const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value]

/** Whether a switch is on: CloudFormation accepts `true` and `"true"` alike. */
export const isSwitchedOn = (value: unknown): boolean => String(value) === 'true'

/** Whether a switch that is on by default is off, in quotes or not. */
export const isSwitchedOff = (value: unknown): boolean => String(value) === 'false'

/** A number, in quotes or not; NaN for anything else, also for what is only known at a deployment. */
export const numberOf = (value: unknown): number =>
  typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : Number.NaN

/** Whether a value is only known at a deployment: `{Ref: …}`, `{Fn::…: …}`. */
export const isIntrinsic = (value: unknown): boolean => {
  const [key = '', ...others] = Object.keys(recordOf(value))
  return others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))
}

/** The text of a `Fn::Sub` and its own values; undefined if the value is no `Fn::Sub`. */
const substitutionOf = (value: JsonRecord) => {
  const [text, values] = list(value['Fn::Sub'])
  return typeof text === 'string' ? { text, values: recordOf(values) } : undefined
}

/**
 * Names of everything that a value refers to by Ref, GetAtt or Sub, in the order of the text: resources, parameters and
 * pseudo parameters. A composed ARN, such as that of a table's index, refers to the table.
 */
export const referencesIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesIn)
  if (!isRecord(value)) return []
  if (typeof value.Ref === 'string') return [value.Ref]
  const attribute = value['Fn::GetAtt']
  if (Array.isArray(attribute)) return [String(attribute[0])]
  if (typeof attribute === 'string') return attribute.split('.').slice(0, 1)
  const { text, values } = substitutionOf(value) ?? {}
  if (text === undefined) return Object.values(value).flatMap(referencesIn)
  return [...text.matchAll(/\$\{([^!}.][^}.]*)/g)].flatMap(([, name = '']) =>
    name in (values ?? {}) ? referencesIn(values?.[name]) : name,
  )
}

/** The first name that a value refers to, pseudo parameters aside; undefined if there is none. */
export const targetOf = (value: unknown): string | undefined =>
  referencesIn(value).find((id) => !id.startsWith('AWS::'))

/** The first resource of the template that a value refers to; undefined for imports, parameters and literals. */
export const resourceOf = (template: LintTemplate, value: unknown): TemplateResource | undefined =>
  referencesIn(value).flatMap((id) => template.byId(id) ?? [])[0]

/** Types whose attributes may refer to resources of any type. */
const STAND_FOR_OTHERS = /^(?:Custom::|AWS::CloudFormation::|AWS::Serverless::)/

/**
 * Whether a value is missing, or refers to a resource of a type other than the given ones; values that cannot be judged
 * pass.
 */
export const isAstray = (template: LintTemplate, value: unknown, ...types: readonly string[]): boolean => {
  const resource = resourceOf(template, value)
  return (
    value === undefined ||
    (resource !== undefined && !types.includes(resource.type) && !STAND_FOR_OTHERS.test(resource.type))
  )
}

/** Makes a function that writes values as text; `ofIntrinsic` writes all intrinsics but `Fn::Join` and `Fn::Sub`. */
const textBy = (ofIntrinsic: (value: JsonRecord) => string) => {
  const read = (value: unknown): string => {
    if (typeof value === 'string') return value
    if (Array.isArray(value)) return value.map(read).join('')
    if (!isRecord(value)) return String(value ?? '')
    const joined = value['Fn::Join']
    if (Array.isArray(joined)) return list(joined[1]).map(read).join(String(joined[0]))
    const { text, values } = substitutionOf(value) ?? {}
    if (text === undefined) return ofIntrinsic(value)
    return text.replaceAll(/\$\{([^!}][^}]*)\}/g, (_match, name) =>
      name in (values ?? {}) ? read(values?.[name]) : `<${name}>`,
    )
  }
  return read
}

/**
 * A value as text, with every reference as `<id>`, so that parts of an ARN can be compared. Other intrinsics are
 * written by the name of their function, such as `<Fn::ImportValue>`.
 */
export const textOf = textBy((value) => {
  const references = referencesIn(value).map((id) => `<${id}>`)
  if (references.length > 0) return references.join('')
  return isIntrinsic(value) ? `<${Object.keys(value)[0]}>` : ''
})

/** Parts of a text by `textOf` that a deployment puts in: references, intrinsics and `{{resolve:…}}`. */
export const PUT_IN = /<[^<>]*>|\{\{resolve:[^}]*\}\}/g

const ALL_PUT_IN = new RegExp(`^(?:${PUT_IN.source})+$`)

/** Whether a value consists only of what a deployment puts in. Rules cannot judge such a value and let it pass. */
export const isUnread = (value: unknown): boolean => ALL_PUT_IN.test(textOf(value).trim())

/** Attributes that are a resource's own ARN; that of a secret is called `Id`. */
const OWN_ARN = /<(\w+)\.(?:Arn|TopicArn|PolicyArn|AliasArn|Id)>/g

/** A value as text, with every attribute as `<id.Attribute>`, and other intrinsics as their JSON. */
export const writtenTextOf = textBy((value) => {
  const { Ref, 'Fn::GetAtt': attribute } = value
  if (typeof Ref === 'string') return `<${Ref}>`
  return attribute === undefined ? `<${JSON.stringify(value)}>` : `<${list(attribute).map(textOf).join('.')}>`
})

/**
 * As `writtenTextOf`, with a resource's ARN as `<id>`, so that equal texts are equal values. `Ref` is the ARN of
 * topics, secrets and others, and policies may not name the `Ref` of any other type.
 */
export const exactTextOf = (value: unknown): string => writtenTextOf(value).replaceAll(OWN_ARN, '<$1>')

/**
 * Reads a template for the rules.
 *
 * @param document the parsed JSON
 */
export const readLintTemplate = (document: unknown): LintTemplate => {
  const resources = Object.entries(recordOf(recordOf(document).Resources)).map(([id, body]): TemplateResource => {
    const { Type, Properties, Metadata, DeletionPolicy, UpdateReplacePolicy, DependsOn } = recordOf(body)
    return {
      id,
      type: textOf(Type),
      properties: recordOf(Properties),
      metadata: recordOf(Metadata),
      deletionPolicy: typeof DeletionPolicy === 'string' ? DeletionPolicy : undefined,
      replacePolicy: typeof UpdateReplacePolicy === 'string' ? UpdateReplacePolicy : undefined,
      dependsOn: list(DependsOn),
    }
  })
  const known = new Map(resources.map((resource) => [resource.id, resource]))
  const byType = Map.groupBy(resources, ({ type }) => type.replace(/^AWS::/, ''))
  return {
    resources,
    isHouse: resources.some(isOurs),
    outputs: recordOf(document).Outputs,
    hasLoops: resources.some(({ id }) => id.startsWith('Fn::ForEach::')),
    of: (type) => byType.get(type) ?? [],
    byId: (id) => known.get(id),
  }
}
