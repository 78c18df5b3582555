import { isRecord, type JsonRecord, recordOf } from '../json-record.ts'
import type { RuleName } from './rule-names.ts'

/** A resource as the template writes it. */
export interface TemplateResource {
  readonly id: string
  readonly type: string
  readonly properties: JsonRecord
  readonly metadata: JsonRecord
  readonly deletionPolicy: string | undefined
  /** What becomes of it when a change makes another one in its place. */
  readonly replacePolicy: string | undefined
  /** Resources that it waits for though it does not refer to them. */
  readonly dependsOn: readonly unknown[]
}

/** Something that would fail at or after a deployment, in one line. */
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

/** What a rule finds in a template. */
export type Rule = (template: LintTemplate) => readonly Fault[]

export interface LintTemplate {
  readonly resources: readonly TemplateResource[]
  /** Whether it is Plimsoll's own: then everything that it uses is in it, and it keeps what we promise. */
  readonly isHouse: boolean
  readonly outputs: unknown
  /** Whether a transform makes more resources of it than are written: then what is not here may be there. */
  readonly hasLoops: boolean
  /** Resources of a type, without its `AWS::` if it is not a custom one. */
  of(type: string): readonly TemplateResource[]
  byId(id: string): TemplateResource | undefined
}

/** Whether a function is one of ours, not a helper that the CDK brings. */
export const isOurs = ({ type, metadata }: TemplateResource): boolean =>
  type === 'AWS::Lambda::Function' && typeof metadata['local:bundle'] === 'string'

export const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value]

/** Whether a switch is on: CloudFormation takes `true` and `"true"` alike. */
export const isSwitchedOn = (value: unknown): boolean => String(value) === 'true'

/** Whether a switch that is on by itself is off, in quotes or not. */
export const isSwitchedOff = (value: unknown): boolean => String(value) === 'false'

/** A number as CloudFormation takes it, in quotes or not; NaN for whatever is none or known only at a deployment. */
export const numberOf = (value: unknown): number =>
  typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : Number.NaN

/** Whether a value is known only when it is deployed: `{Ref: …}`, `{Fn::…: …}`. */
export const isIntrinsic = (value: unknown): boolean => {
  const [key = '', ...others] = Object.keys(recordOf(value))
  return others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))
}

/** The text of a `Fn::Sub`, and the values that it brings along; undefined if a value is none. */
const substitutionOf = (value: JsonRecord) => {
  const [text, values] = list(value['Fn::Sub'])
  return typeof text === 'string' ? { text, values: recordOf(values) } : undefined
}

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
  const { text, values } = substitutionOf(value) ?? {}
  if (text === undefined) return Object.values(value).flatMap(referencesIn)
  return [...text.matchAll(/\$\{([^!}.][^}.]*)/g)].flatMap(([, name = '']) =>
    name in (values ?? {}) ? referencesIn(values?.[name]) : name,
  )
}

/** The one resource that a value stands for; undefined if it is a literal or several. */
export const targetOf = (value: unknown): string | undefined =>
  referencesIn(value).find((id) => !id.startsWith('AWS::'))

/** The resource of the template that a value stands for; undefined for what is imported, given or literal, and cannot be judged. */
export const resourceOf = (template: LintTemplate, value: unknown): TemplateResource | undefined =>
  referencesIn(value).flatMap((id) => template.byId(id) ?? [])[0]

/** Types whose attributes, or what a transform makes of them, may be anything of any type. */
const STAND_FOR_OTHERS = /^(?:Custom::|AWS::CloudFormation::|AWS::Serverless::)/

/** Whether a value is a resource of none of some types; what cannot be judged is believed. */
export const isAstray = (template: LintTemplate, value: unknown, ...types: readonly string[]): boolean => {
  const resource = resourceOf(template, value)
  return (
    value === undefined ||
    (resource !== undefined && !types.includes(resource.type) && !STAND_FOR_OTHERS.test(resource.type))
  )
}

/** A reader of a value's text, with each intrinsic but `Fn::Join` and `Fn::Sub` as `ofIntrinsic` writes it. */
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
 * A value's text with every reference as `<id>`, so that parts of an ARN can be looked at. What else a deployment puts in
 * stands there by its function, as in `<Fn::ImportValue>`.
 */
export const textOf = textBy((value) => {
  const references = referencesIn(value).map((id) => `<${id}>`)
  if (references.length > 0) return references.join('')
  return isIntrinsic(value) ? `<${Object.keys(value)[0]}>` : ''
})

/** What a deployment puts into a text that `textOf` writes: what is known only then, or kept elsewhere. */
export const PUT_IN = /<[^<>]*>|\{\{resolve:[^}]*\}\}/g

const ALL_PUT_IN = new RegExp(`^(?:${PUT_IN.source})+$`)

/** Whether a deployment puts all of a value in. Nobody can say here what is wrong with such a value, and it is believed. */
export const isUnread = (value: unknown): boolean => ALL_PUT_IN.test(textOf(value).trim())

/** A resource's own ARN as an attribute; of a secret it is called `Id`. */
const OWN_ARN = /<(\w+)\.(?:Arn|TopicArn|PolicyArn|AliasArn|Id)>/g

/** A value's text with every attribute as `<id.Attribute>`, and what cannot be read as it is written. */
export const writtenTextOf = textBy((value) => {
  const { Ref, 'Fn::GetAtt': attribute } = value
  if (typeof Ref === 'string') return `<${Ref}>`
  return attribute === undefined ? `<${JSON.stringify(value)}>` : `<${list(attribute).map(textOf).join('.')}>`
})

/**
 * The same where equal texts are equal values. An ARN is `<id>`: `Ref` gives it of topics, secrets and others, and of no
 * other type may a policy name what `Ref` gives.
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
