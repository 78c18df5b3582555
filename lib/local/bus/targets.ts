import type { AsyncInvocations } from '../async-invocations.ts'
import type { Functions } from '../functions.ts'
import type { Permissions } from '../permissions.ts'
import type { NewMessage } from '../queues/messages.ts'
import type { Queues } from '../queues/service.ts'
import type { Template } from '../template.ts'
import type { Rule } from './rules.ts'

const PRINCIPAL = 'events.amazonaws.com'

export interface BusTargetsOptions {
  readonly template: Template
  readonly permissions: Permissions
  readonly queues: Queues
  readonly functions: Pick<Functions, 'idOf'>
  readonly asyncInvocations: Pick<AsyncInvocations, 'invoke'>
}

/** Why a target did not get an event, as stated in the dead letter. */
export interface Loss {
  readonly code: 'NO_PERMISSIONS' | 'NO_RESOURCE' | 'INTERNAL_ERROR'
  readonly message: string
}

const isQueue = (targetArn: string): boolean => targetArn.startsWith('arn:aws:sqs:')

/** The queues and functions to which rules send events, as far as their policies allow it. */
export class BusTargets {
  private readonly options: BusTargetsOptions

  constructor(options: BusTargetsOptions) {
    this.options = options
  }

  /** Whether there is a queue or a function with this ARN. */
  isThere(targetArn: string): boolean {
    const { template, queues, functions } = this.options
    try {
      const arn = isQueue(targetArn) ? queues.settingsOf(targetArn).arn : template.arnOf(functions.idOf(targetArn))
      return arn === targetArn
    } catch {
      return false
    }
  }

  /**
   * Resolves when a queue has the event on disk, or a function has been started.
   *
   * @returns the loss, if the target's policy refuses the event
   * @throws Error if the target is gone or fails
   */
  async deliver(rule: Rule, targetArn: string, event: unknown): Promise<Loss | undefined> {
    const { permissions, functions, asyncInvocations } = this.options
    if (isQueue(targetArn)) return this.send(rule, targetArn, { body: JSON.stringify(event) })
    const functionId = functions.idOf(targetArn)
    if (!permissions.mayInvoke(functionId, PRINCIPAL, rule.arn)) return this.denied('lambda:InvokeFunction', targetArn)
    void asyncInvocations.invoke(functionId, event)
    return undefined
  }

  /** As `deliver`, but a target that is gone or fails is a loss too. */
  async attempt(rule: Rule, targetArn: string, event: unknown): Promise<Loss | undefined> {
    try {
      return await this.deliver(rule, targetArn, event)
    } catch (error) {
      const code = this.isThere(targetArn) ? 'INTERNAL_ERROR' : 'NO_RESOURCE'
      return { code, message: error instanceof Error ? error.message : String(error) }
    }
  }

  /** Sends a message to a queue; a queue made by a call, without a policy, accepts messages from every rule. */
  async send(rule: Rule, queueArn: string, message: NewMessage): Promise<Loss | undefined> {
    const { permissions, queues } = this.options
    const { isMade, policy } = queues.settingsOf(queueArn)
    const isOpen = isMade && policy === undefined
    if (!isOpen && !permissions.maySend(queueArn, PRINCIPAL, rule.arn, policy))
      return this.denied('sqs:SendMessage', queueArn)
    await queues.send(queueArn, message)
    return undefined
  }

  private denied(action: string, targetArn: string): Loss {
    this.options.permissions.deny(PRINCIPAL, action, targetArn)
    return { code: 'NO_PERMISSIONS', message: `${PRINCIPAL} may not ${action} ${targetArn}` }
  }
}
