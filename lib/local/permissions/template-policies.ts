import { recordOf } from '../json-record.ts'
import type { Resource, Template } from '../template.ts'
import { type Statement, statementsOf } from './iam-policy.ts'

/** The template's policies, each read at its first use and once. */
export interface TemplatePolicies {
  /** @param name ARN, name or logical id of a role */
  roleCalled(name: string): Resource | undefined
  /** @param functionId logical id */
  roleOf(functionId: string): Resource | undefined
  /** @throws Error for a managed policy that is not emulated */
  ofRole(role: Resource): readonly Statement[]
  /** Who may invoke a function. @param functionId logical id */
  ofFunction(functionId: string): readonly Statement[]
  /** Who may send to a queue; empty for a queue that is not in the template. */
  ofQueue(queueArn: string): readonly Statement[]
}

/** AWS's own managed policies that only write logs, which needs no service here. */
const LOG_WRITING_POLICIES = new Set([
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
  'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs',
])

export const policiesOf = (template: Template): TemplatePolicies => {
  const roleCalled = memoized((name: string) => findRole(template, name))
  return {
    roleCalled,
    roleOf: memoized((functionId: string) => {
      const role = template.resourcesOf('AWS::Lambda::Function').find(({ logicalId }) => logicalId === functionId)
        ?.properties.Role
      return role === undefined ? undefined : roleCalled(template.text(role))
    }),
    ofRole: memoized((role: Resource) => roleStatements(template, role)),
    ofFunction: memoized((functionId: string) => invokeStatements(template, functionId)),
    ofQueue: memoized((queueArn: string) => sendStatements(template, queueArn)),
  }
}

/** Looks each key up once, even if it has no value. */
const memoized = <Key, Value>(find: (key: Key) => Value): ((key: Key) => Value) => {
  const found = new Map<Key, { readonly value: Value }>()
  return (key) => {
    const entry = found.get(key) ?? { value: find(key) }
    found.set(key, entry)
    return entry.value
  }
}

const findRole = (template: Template, name: string): Resource | undefined =>
  template
    .resourcesOf('AWS::IAM::Role')
    .find(({ logicalId }) => [logicalId, template.nameOf(logicalId), template.arnOf(logicalId)].includes(name))

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const statementsIn = (template: Template, policy: Resource): readonly Statement[] =>
  statementsOf(template.resolve(policy.properties.PolicyDocument))

/** A role's inline policies, its managed policies, and those that name the role themselves. */
const roleStatements = (template: Template, { logicalId, properties }: Resource): readonly Statement[] => {
  const inline = list(template.resolve(properties.Policies)).flatMap((policy) =>
    statementsOf(recordOf(policy).PolicyDocument),
  )
  const managed = list(template.resolve(properties.ManagedPolicyArns)).flatMap((arn) =>
    managedStatements(template, String(arn)),
  )
  const attached = template
    .resourcesOf('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')
    .filter((policy) => list(template.resolve(policy.properties.Roles)).includes(template.nameOf(logicalId)))
    .flatMap((policy) => statementsIn(template, policy))
  return [...inline, ...managed, ...attached]
}

const managedStatements = (template: Template, arn: string): readonly Statement[] => {
  if (LOG_WRITING_POLICIES.has(arn)) return []
  const own = template.resourcesOf('AWS::IAM::ManagedPolicy').find(({ logicalId }) => template.arnOf(logicalId) === arn)
  if (!own) throw new Error(`the local host does not know the managed policy ${arn}`)
  return statementsIn(template, own)
}

/** The function's `AWS::Lambda::Permission`s, as statements of a policy. */
const invokeStatements = (template: Template, functionId: string): readonly Statement[] => {
  const names = [template.nameOf(functionId), template.arnOf(functionId)]
  return template
    .resourcesOf('AWS::Lambda::Permission')
    .map(({ properties }) => recordOf(template.resolve(properties)))
    .filter(({ FunctionName }) => names.includes(String(FunctionName)))
    .flatMap(({ Action, Principal, SourceArn, SourceAccount }) =>
      statementsOf({
        Statement: {
          Effect: 'Allow',
          Action,
          Resource: '*',
          Principal: { Service: Principal },
          Condition: {
            ...(SourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': SourceArn } }),
            ...(SourceAccount === undefined ? {} : { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
          },
        },
      }),
    )
}

const sendStatements = (template: Template, queueArn: string): readonly Statement[] => {
  const queue = template.resourcesOf('AWS::SQS::Queue').find(({ logicalId }) => template.arnOf(logicalId) === queueArn)
  if (!queue) return []
  return template
    .resourcesOf('AWS::SQS::QueuePolicy')
    .filter(({ properties }) => list(properties.Queues).some((url) => isReferenceTo(url, queue.logicalId)))
    .flatMap((policy) => statementsIn(template, policy))
}

/** A queue policy names its queues by `Ref`; compared unresolved, as the URL needs a port that may not be open yet. */
const isReferenceTo = (value: unknown, logicalId: string): boolean => recordOf(value).Ref === logicalId
