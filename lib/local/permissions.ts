import { OPERATOR } from './aws-service.ts'
import { isGranted, type RequestContext, statementsOf } from './permissions/iam-policy.ts'
import { policiesOf } from './permissions/template-policies.ts'
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

/** Holds for every call on this machine, as none leaves it. */
const OWN_CONTEXT: RequestContext = { 'aws:SecureTransport': 'true' }

const serviceContext = (sourceArn: string): RequestContext => ({
  ...OWN_CONTEXT,
  'aws:SourceArn': sourceArn,
  'aws:SourceAccount': sourceArn.split(':')[4] ?? '',
})

export const permissionsOf = (template: Template): Permissions => {
  const policies = policiesOf(template)
  const functions = new Set(template.resourcesOf('AWS::Lambda::Function').map(({ logicalId }) => logicalId))
  const denials: Denial[] = []
  const calls = new Map<string, AllowedCall>()

  const noteCall = (policy: string, action: string, resource: string, source: string | null): void => {
    const key = `${policy} ${action} ${resource} ${source}`
    if (calls.size < KEPT_CALLS && !calls.has(key)) calls.set(key, { policy, action, resource, source })
  }

  const roleAllows = (
    role: Resource | undefined,
    action: string,
    resource: string,
    context: RequestContext | undefined,
  ): boolean => {
    const question = { action, resource, context: { ...OWN_CONTEXT, ...context } }
    if (role === undefined || !isGranted(policies.ofRole(role), question)) return false
    noteCall(role.logicalId, action, resource, null)
    return true
  }

  return {
    isAllowed: (caller, action, resource, context) =>
      caller === OPERATOR || roleAllows(policies.roleOf(caller), action, resource, context),
    isRoleAllowed: (role, action, resource, context) =>
      roleAllows(policies.roleCalled(role), action, resource, context),
    mayInvoke: (functionLogicalId, principal, sourceArn) => {
      if (!functions.has(functionLogicalId)) return false
      const [action, resource] = ['lambda:InvokeFunction', template.arnOf(functionLogicalId)]
      const question = { action, resource, principal, context: serviceContext(sourceArn) }
      if (!isGranted(policies.ofFunction(functionLogicalId), question)) return false
      noteCall(functionLogicalId, action, resource, sourceArn)
      return true
    },
    maySend: (queueArn, principal, sourceArn, ownPolicy) => {
      const action = 'sqs:SendMessage'
      const question = { action, resource: queueArn, principal, context: serviceContext(sourceArn) }
      const statements = ownPolicy === undefined ? policies.ofQueue(queueArn) : statementsOf(JSON.parse(ownPolicy))
      if (!isGranted(statements, question)) return false
      noteCall(queueArn, action, queueArn, sourceArn)
      return true
    },
    roleNameOf: (functionLogicalId) => {
      const role = policies.roleOf(functionLogicalId)
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
