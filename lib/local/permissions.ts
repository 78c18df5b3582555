import { OPERATOR } from './aws-service.ts'
import { isGranted, type RequestContext, type Statement, statementsOf } from './iam-policy.ts'
import { recordOf } from './json-record.ts'
import type { Resource, Template } from './template.ts'

/** A call that a function's own role did not allow. */
export interface Denial {
  /** Logical id of the function, or the unknown access key id. */
  readonly function: string
  readonly action: string
  readonly resource: string
  /** ISO time. */
  readonly at: string
}

/** A call that a policy allowed, listed once however often it was made. */
export interface AllowedCall {
  /** Logical id of a role, or of a function that a service calls; ARN of a queue that a service sends to. */
  readonly policy: string
  readonly action: string
  readonly resource: string
  /** ARN of what a service called for; null for calls by a role. */
  readonly source: string | null
}

/** Who may do what, by the template's own roles, function permissions and queue policies. */
export interface Permissions {
  /** Whether the function's role allows the action. The operator may do everything, an unknown caller nothing. */
  isAllowed(functionLogicalId: string, action: string, resourceArn: string, context?: RequestContext): boolean
  /**
   * Whether a role that a service assumes allows the action, such as a schedule's target role. @param role its ARN,
   * name or logical id
   */
  isRoleAllowed(role: string, action: string, resourceArn: string, context?: RequestContext): boolean
  /** Whether an `AWS::Lambda::Permission` lets a service invoke the function. @param principal such as `apigateway.amazonaws.com` */
  mayInvoke(functionLogicalId: string, principal: string, sourceArn: string): boolean
  /**
   * Whether a queue policy lets a service send.
   *
   * @param principal such as `events.amazonaws.com`
   * @param ownPolicy policy, as JSON, of a queue that is not in the template
   */
  maySend(queueArn: string, principal: string, sourceArn: string, ownPolicy?: string): boolean
  /** Name of the function's role, for messages; undefined for an unknown caller. */
  roleNameOf(functionLogicalId: string): string | undefined
  /** Notes a refused call (event sources, bus and front door note their own refusals too). */
  deny(caller: string, action: string, resource: string): void
  /** Everything refused so far, oldest first; the newest 1,000 are kept. */
  denials(): readonly Denial[]
  /** Every different call that was allowed, in no particular order; at most 20,000. */
  allowedCalls(): readonly AllowedCall[]
}

const KEPT_DENIALS = 1000
const KEPT_CALLS = 20_000

/** AWS's own managed policies that only write logs, which needs no service here. */
const LOG_WRITING_POLICIES = new Set([
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
  'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs',
])

/** Holds for every call on this machine, as none leaves it. */
const OWN_CONTEXT: RequestContext = { 'aws:SecureTransport': 'true' }

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Looks each key up once, even if it has no value. */
const memoized = <Key, Value>(find: (key: Key) => Value): ((key: Key) => Value) => {
  const found = new Map<Key, { readonly value: Value }>()
  return (key) => {
    const entry = found.get(key) ?? { value: find(key) }
    found.set(key, entry)
    return entry.value
  }
}

export const permissionsOf = (template: Template): Permissions => {
  const denials: Denial[] = []
  const calls = new Map<string, AllowedCall>()
  const noteCall = (policy: string, action: string, resource: string, source: string | null): void => {
    const key = `${policy} ${action} ${resource} ${source}`
    if (calls.size < KEPT_CALLS && !calls.has(key)) calls.set(key, { policy, action, resource, source })
  }
  const roles = template.resourcesOf('AWS::IAM::Role')
  const attached = template
    .resourcesOf('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')
    .map((policy) => ({ policy, roles: list(template.resolve(policy.properties.Roles)) }))

  const roleCalled = memoized((name: string): Resource | undefined =>
    roles.find(({ logicalId }) => [logicalId, template.nameOf(logicalId), template.arnOf(logicalId)].includes(name)),
  )

  const managedPolicy = (arn: string): readonly Statement[] => {
    if (LOG_WRITING_POLICIES.has(arn)) return []
    const own = attached.find(
      ({ policy }) => policy.type === 'AWS::IAM::ManagedPolicy' && template.arnOf(policy.logicalId) === arn,
    )
    if (!own) throw new Error(`the local host does not know the managed policy ${arn}`)
    return statementsOf(template.resolve(own.policy.properties.PolicyDocument))
  }

  const statementsOfRole = memoized((role: Resource): readonly Statement[] => {
    const inline = list(template.resolve(role.properties.Policies)).flatMap((policy) =>
      statementsOf((policy as { PolicyDocument: unknown }).PolicyDocument),
    )
    const managed = list(template.resolve(role.properties.ManagedPolicyArns)).flatMap((arn) =>
      managedPolicy(String(arn)),
    )
    const own = attached
      .filter(({ roles: names }) => names.includes(template.nameOf(role.logicalId)))
      .flatMap(({ policy }) => statementsOf(template.resolve(policy.properties.PolicyDocument)))
    return [...inline, ...managed, ...own]
  })

  const functions = new Map(template.resourcesOf('AWS::Lambda::Function').map((each) => [each.logicalId, each]))
  const roleOf = memoized((logicalId: string): Resource | undefined => {
    const role = functions.get(logicalId)?.properties.Role
    return role === undefined ? undefined : roleCalled(template.text(role))
  })

  const invokePermissions = memoized((functionLogicalId: string) => {
    const names = [template.nameOf(functionLogicalId), template.arnOf(functionLogicalId)]
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
  })

  const sendPermissions = memoized((queueArn: string): readonly Statement[] => {
    const queue = template
      .resourcesOf('AWS::SQS::Queue')
      .find(({ logicalId }) => template.arnOf(logicalId) === queueArn)
    if (!queue) return []
    return template
      .resourcesOf('AWS::SQS::QueuePolicy')
      .filter(({ properties }) => list(properties.Queues).some((url) => isReferenceTo(url, queue.logicalId)))
      .flatMap(({ properties }) => statementsOf(template.resolve(properties.PolicyDocument)))
  })

  const roleAllows = (
    role: Resource | undefined,
    action: string,
    resource: string,
    context: RequestContext | undefined,
  ): boolean => {
    const question = { action, resource, context: { ...OWN_CONTEXT, ...context } }
    if (role === undefined || !isGranted(statementsOfRole(role), question)) return false
    noteCall(role.logicalId, action, resource, null)
    return true
  }

  const serviceContext = (sourceArn: string): RequestContext => ({
    ...OWN_CONTEXT,
    'aws:SourceArn': sourceArn,
    'aws:SourceAccount': sourceArn.split(':')[4] ?? '',
  })

  return {
    isAllowed: (caller, action, resource, context) =>
      caller === OPERATOR || roleAllows(roleOf(caller), action, resource, context),
    isRoleAllowed: (role, action, resource, context) => roleAllows(roleCalled(role), action, resource, context),
    mayInvoke: (functionLogicalId, principal, sourceArn) => {
      if (!functions.has(functionLogicalId)) return false
      const [action, resource] = ['lambda:InvokeFunction', template.arnOf(functionLogicalId)]
      const question = { action, resource, principal, context: serviceContext(sourceArn) }
      if (!isGranted(invokePermissions(functionLogicalId), question)) return false
      noteCall(functionLogicalId, action, resource, sourceArn)
      return true
    },
    maySend: (queueArn, principal, sourceArn, ownPolicy) => {
      const question = {
        action: 'sqs:SendMessage',
        resource: queueArn,
        principal,
        context: serviceContext(sourceArn),
      }
      const statements = ownPolicy === undefined ? sendPermissions(queueArn) : statementsOf(JSON.parse(ownPolicy))
      if (!isGranted(statements, question)) return false
      noteCall(queueArn, question.action, queueArn, sourceArn)
      return true
    },
    roleNameOf: (functionLogicalId) => {
      const role = roleOf(functionLogicalId)
      return role && template.nameOf(role.logicalId)
    },
    deny: (caller, action, resource) => {
      denials.push({ function: caller, action, resource, at: new Date().toISOString() })
      if (denials.length > KEPT_DENIALS) denials.shift()
    },
    denials: () => [...denials],
    allowedCalls: () => [...calls.values()],
  }
}

/** A queue policy names its queues by `Ref`; compared unresolved, as the URL needs a port that may not be open yet. */
const isReferenceTo = (value: unknown, logicalId: string): boolean => recordOf(value).Ref === logicalId
