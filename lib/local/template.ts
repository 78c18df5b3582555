import { ACCOUNT, REGION } from './aws-service.ts'
import { isRecord, type JsonRecord, recordOf } from './json-record.ts'
import { attributeOf } from './template/attributes.ts'
import { evaluate, NO_VALUE } from './template/intrinsics.ts'
import { resourceTypeOf } from './template/types.ts'

/** A resource of the template, its properties as written: pass each through `resolve` before use. */
export interface Resource {
  readonly logicalId: string
  readonly type: string
  readonly properties: JsonRecord
  readonly metadata: JsonRecord
}

/** What the template cannot know: values that exist only on this machine, read at each use. */
export interface TemplateOptions {
  /** Port of the AWS port; called only when a queue's URL is resolved, so that the port may open late. */
  readonly awsPort: () => number
  /**
   * Turns a resolved URL of AWS (`https://` or `wss://`) into the local one; URLs that are not local come back unchanged.
   * WebSocket and HTTP APIs arrive as `https://<logical id>.execute-api.us-east-1.amazonaws.com/<stage>`.
   */
  readonly localUrl: (url: string) => string
  /** Value of a dynamic reference, such as `secretsmanager:<arn>:SecretString:::` (without the braces and `resolve:`). */
  readonly dynamicReference: (reference: string) => string
}

/** A synthesized template whose names, ARNs and URLs are those of this machine. */
export interface Template {
  /** Resources of a type, in the template's order; of several types if several are named. */
  resourcesOf(...types: readonly string[]): readonly Resource[]
  /** @throws Error if the template has no such resource */
  resource(logicalId: string): Resource
  /** The value with every intrinsic function and reference replaced; AWS::NoValue removes its key. */
  resolve(value: unknown): unknown
  /** `resolve` for what must be a string. @throws Error if it is not */
  text(value: unknown): string
  /** Physical name: the explicit name property where set, else the logical id (user pools: `us-east-1_<logical id>`). */
  nameOf(logicalId: string): string
  /** @throws Error if resources of this type have no ARN */
  arnOf(logicalId: string): string
}

const PSEUDO_PARAMETERS: Readonly<Record<string, unknown>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::NoValue': NO_VALUE,
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/plimsoll/local`,
  'AWS::StackName': 'plimsoll',
  'AWS::URLSuffix': 'amazonaws.com',
}

const AWS_URL = /^(?:https|wss):\/\//
const DYNAMIC_REFERENCE = /\{\{resolve:([^}]+)\}\}/g

/** @throws Error naming every resource whose type is neither emulated nor knowingly ignored */
const resourcesIn = (document: unknown): ReadonlyMap<string, Resource> => {
  const resources = new Map<string, Resource>()
  for (const [logicalId, written] of Object.entries(recordOf(recordOf(document).Resources))) {
    const { Type, Properties, Metadata } = recordOf(written)
    resources.set(logicalId, {
      logicalId,
      type: String(Type),
      properties: recordOf(Properties),
      metadata: recordOf(Metadata),
    })
  }
  if (resources.size === 0) throw new Error('the template has no resources')
  const unknown = [...resources.values()].filter(({ type }) => resourceTypeOf(type) === undefined)
  if (unknown.length > 0) {
    const list = unknown.map(({ logicalId, type }) => `${type} (${logicalId})`).join(', ')
    throw new Error(`the local host neither emulates nor knowingly ignores ${list}`)
  }
  return resources
}

/** Only whole strings are made local: a host name cut out of an AWS URL must not become a local one. */
const localise = (value: unknown, options: TemplateOptions): unknown => {
  if (Array.isArray(value)) return value.map((element) => localise(element, options))
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, localise(member, options)]))
  if (typeof value !== 'string') return value
  const filled = value.replace(DYNAMIC_REFERENCE, (_whole, reference: string) => options.dynamicReference(reference))
  return AWS_URL.test(filled) ? options.localUrl(filled) : filled
}

class LocalTemplate implements Template {
  private readonly resources: ReadonlyMap<string, Resource>
  private readonly parameters: JsonRecord
  private readonly options: TemplateOptions
  /** Attributes depend on the template alone, so each is found once. */
  private readonly attributes = new Map<string, string>()

  constructor(document: unknown, options: TemplateOptions) {
    this.resources = resourcesIn(document)
    this.parameters = recordOf(recordOf(document).Parameters)
    this.options = options
  }

  resourcesOf(...types: readonly string[]): readonly Resource[] {
    return [...this.resources.values()].filter(({ type }) => types.includes(type))
  }

  resource(logicalId: string): Resource {
    const found = this.resources.get(logicalId)
    if (!found) throw new Error(`the template has no resource ${logicalId}`)
    return found
  }

  resolve(value: unknown): unknown {
    const evaluated = evaluate(value, this)
    return evaluated === NO_VALUE ? undefined : localise(evaluated, this.options)
  }

  text(value: unknown): string {
    const resolved = this.resolve(value)
    if (typeof resolved === 'string') return resolved
    if (typeof resolved === 'number' || typeof resolved === 'boolean') return String(resolved)
    throw new Error(`expected text in the template: ${JSON.stringify(value)}`)
  }

  nameOf(logicalId: string): string {
    const { type, properties } = this.resource(logicalId)
    if (type === 'AWS::Cognito::UserPool') return `${REGION}_${logicalId}`
    const property = resourceTypeOf(type)?.nameProperty
    const explicit = property === undefined ? undefined : properties[property]
    return explicit === undefined ? logicalId : this.text(explicit)
  }

  arnOf(logicalId: string): string {
    const { type, properties } = this.resource(logicalId)
    const arn = resourceTypeOf(type)?.arn
    if (!arn) throw new Error(`${type} (${logicalId}) has no ARN here`)
    return arn(this.nameOf(logicalId), (property) =>
      properties[property] === undefined ? undefined : this.text(properties[property]),
    )
  }

  ref(name: string): unknown {
    if (name in PSEUDO_PARAMETERS) return PSEUDO_PARAMETERS[name]
    if (name in this.parameters) return recordOf(this.parameters[name]).Default
    const kind = resourceTypeOf(this.resource(name).type)?.ref
    if (kind === 'arn') return this.arnOf(name)
    if (kind === 'url') return `http://127.0.0.1:${this.options.awsPort()}/${ACCOUNT}/${this.nameOf(name)}`
    return this.nameOf(name)
  }

  attribute(logicalId: string, path: string): string {
    const key = `${logicalId}.${path}`
    const value = this.attributes.get(key) ?? this.findAttribute(logicalId, path)
    this.attributes.set(key, value)
    return value
  }

  private findAttribute(logicalId: string, path: string): string {
    if (path === 'Arn') return this.arnOf(logicalId)
    const { type } = this.resource(logicalId)
    const value = attributeOf(type, path, { name: this.nameOf(logicalId), arn: () => this.arnOf(logicalId) })
    if (value === undefined) throw new Error(`the local host does not know ${path} of ${type} (${logicalId})`)
    return value
  }
}

/**
 * Reads a synthesized CloudFormation template.
 *
 * @param document the parsed JSON
 * @throws Error naming every resource whose type is neither emulated nor knowingly ignored
 */
export const readTemplate = (document: unknown, options: TemplateOptions): Template =>
  new LocalTemplate(document, options)
