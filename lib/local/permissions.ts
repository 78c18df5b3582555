import type { Template } from './template.ts'

/** A call that a function's own role did not allow. */
export interface Denial {
  /** Logical id of the function, or the unknown access key id. */
  readonly function: string
  readonly action: string
  readonly resource: string
  /** ISO time. */
  readonly at: string
}

/** Condition keys of a request, such as `{ 'aws:SourceArn': 'arn:…' }`; names are compared without case. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>

/** Who may do what, by the template's own roles, function permissions and queue policies. */
export interface Permissions {
  /** Whether the function's role allows the action. The operator may do all; an unknown caller nothing. */
  isAllowed(functionLogicalId: string, action: string, resourceArn: string, context?: RequestContext): boolean
  /** The same for a role that a service assumes, such as a schedule's target role. @param role its ARN, name or logical id */
  isRoleAllowed(role: string, action: string, resourceArn: string, context?: RequestContext): boolean
  /** Whether an `AWS::Lambda::Permission` lets a service invoke the function. @param principal such as `apigateway.amazonaws.com` */
  mayInvoke(functionLogicalId: string, principal: string, sourceArn: string): boolean
  /** Whether a queue policy lets a service send. @param queueArn the queue's ARN @param principal such as `events.amazonaws.com` */
  maySend(queueArn: string, principal: string, sourceArn: string): boolean
  /** Name of the function's role, for messages; undefined for an unknown caller. */
  roleNameOf(functionLogicalId: string): string | undefined
  /** Notes a refused call (event sources, bus and front door note their own refusals too). */
  deny(caller: string, action: string, resource: string): void
  /** Everything refused so far, oldest first; the newest 1,000 are kept. */
  denials(): readonly Denial[]
}

export const permissionsOf = (template: Template): Permissions => {
  throw new Error(`not built yet: ${typeof template}`)
}
