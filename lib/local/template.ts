import { ACCOUNT, REGION } from './aws-service.ts'
import { isRecord, type JsonRecord, recordOf } from './json-record.ts'
import { attributeOf } from './template-attributes.ts'
import { resourceTypeOf } from './template-types.ts'

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

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/plimsoll/local`,
  'AWS::StackName': 'plimsoll',
  'AWS::URLSuffix': 'amazonaws.com',
}
/** Stands for AWS::NoValue while a value is being resolved. */
const NO_VALUE = Symbol('AWS::NoValue')

const AWS_URL = /^(?:https|wss):\/\//
const DYNAMIC_REFERENCE = /\{\{resolve:([^}]+)\}\}/g

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

/**
 * Reads a synthesized CloudFormation template.
 *
 * @param document the parsed JSON
 * @throws Error naming every resource whose type is neither emulated nor knowingly ignored
 */
export const readTemplate = (document: unknown, options: TemplateOptions): Template => {
  const resources = resourcesIn(document)
  const parameters = recordOf(recordOf(document).Parameters)
  /** Attributes depend on the template alone, so each is found once. */
  const attributes = new Map<string, string>()

  const resource = (logicalId: string): Resource => {
    const found = resources.get(logicalId)
    if (!found) throw new Error(`the template has no resource ${logicalId}`)
    return found
  }

  const nameOf = (logicalId: string): string => {
    const { type, properties } = resource(logicalId)
    if (type === 'AWS::Cognito::UserPool') return `${REGION}_${logicalId}`
    const property = resourceTypeOf(type)?.nameProperty
    const explicit = property === undefined ? undefined : properties[property]
    return explicit === undefined ? logicalId : text(explicit)
  }

  const arnOf = (logicalId: string): string => {
    const { type, properties } = resource(logicalId)
    const arn = resourceTypeOf(type)?.arn
    if (!arn) throw new Error(`${type} (${logicalId}) has no ARN here`)
    return arn(nameOf(logicalId), (property) =>
      properties[property] === undefined ? undefined : text(properties[property]),
    )
  }

  const referenceTo = (logicalId: string): string => {
    const kind = resourceTypeOf(resource(logicalId).type)?.ref
    if (kind === 'arn') return arnOf(logicalId)
    if (kind === 'url') return `http://127.0.0.1:${options.awsPort()}/${ACCOUNT}/${nameOf(logicalId)}`
    return nameOf(logicalId)
  }

  const ref = (name: string): unknown => {
    if (name === 'AWS::NoValue') return NO_VALUE
    const pseudo = PSEUDO_PARAMETERS[name]
    if (pseudo !== undefined) return pseudo
    if (name in parameters) return recordOf(parameters[name]).Default
    return referenceTo(name)
  }

  const attribute = (logicalId: string, name: string): string => {
    const key = `${logicalId}.${name}`
    const known = attributes.get(key)
    if (known !== undefined) return known
    const { type } = resource(logicalId)
    const value =
      name === 'Arn'
        ? arnOf(logicalId)
        : attributeOf(type, name, { name: nameOf(logicalId), arn: () => arnOf(logicalId) })
    if (value === undefined) throw new Error(`the local host does not know ${name} of ${type} (${logicalId})`)
    attributes.set(key, value)
    return value
  }

  const substitute = (argument: unknown): string => {
    const [pattern, variables] = Array.isArray(argument) ? argument : [argument, {}]
    return String(pattern).replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
      if (literal) return `\${${name}}`
      const own = recordOf(variables)[name]
      if (own !== undefined) return String(evaluate(own))
      const [logicalId = '', ...path] = name.split('.')
      return path.length > 0 ? attribute(logicalId, path.join('.')) : String(ref(name))
    })
  }

  const list = (value: unknown): readonly unknown[] => {
    const evaluated = evaluate(value)
    if (!Array.isArray(evaluated)) throw new Error(`expected a list in the template: ${JSON.stringify(value)}`)
    return evaluated
  }

  const intrinsic = (name: string, argument: unknown): unknown => {
    const operands: readonly unknown[] = Array.isArray(argument) ? argument : []
    switch (name) {
      case 'Ref':
        return ref(String(argument))
      case 'Fn::GetAtt': {
        const [logicalId = '', ...path] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.')
        return attribute(logicalId, path.join('.'))
      }
      case 'Fn::Join':
        return list(operands[1]).join(String(operands[0]))
      case 'Fn::Sub':
        return substitute(argument)
      case 'Fn::Select':
        return list(operands[1])[Number(evaluate(operands[0]))]
      case 'Fn::Split':
        return String(evaluate(operands[1])).split(String(operands[0]))
      default:
        throw new Error(`the local host does not know the intrinsic function ${name}`)
    }
  }

  const evaluate = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(evaluate).filter((element) => element !== NO_VALUE)
    if (!isRecord(value)) return value
    const [only, ...more] = Object.entries(value)
    if (only && more.length === 0 && (only[0] === 'Ref' || only[0].startsWith('Fn::'))) return intrinsic(...only)
    const entries = Object.entries(value).map(([key, member]) => [key, evaluate(member)] as const)
    return Object.fromEntries(entries.filter(([, member]) => member !== NO_VALUE))
  }

  /** Only whole strings are made local: a host name cut out of an AWS URL must not become a local one. */
  const localise = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(localise)
    if (isRecord(value))
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, localise(member)]))
    if (typeof value !== 'string') return value
    const filled = value.replace(DYNAMIC_REFERENCE, (_whole, reference: string) => options.dynamicReference(reference))
    return AWS_URL.test(filled) ? options.localUrl(filled) : filled
  }

  const resolve = (value: unknown): unknown => {
    const evaluated = evaluate(value)
    return evaluated === NO_VALUE ? undefined : localise(evaluated)
  }

  const text = (value: unknown): string => {
    const resolved = resolve(value)
    if (typeof resolved === 'string') return resolved
    if (typeof resolved === 'number' || typeof resolved === 'boolean') return String(resolved)
    throw new Error(`expected text in the template: ${JSON.stringify(value)}`)
  }

  return {
    resourcesOf: (...types) => [...resources.values()].filter(({ type }) => types.includes(type)),
    resource,
    resolve,
    text,
    nameOf,
    arnOf,
  }
}
