import type { AsyncInvocations } from './async-invocations.ts'
import type { Rule, Target } from './bus-rules.ts'
import type { Functions } from './functions.ts'
import type { Permissions } from './permissions.ts'
import type { Queues } from './queues.ts'
import type { Template } from './template.ts'

const PRINCIPAL = 'events.amazonaws.com'

export interface BusDeliveriesOptions {
  readonly template: Template
  readonly permissions: Permissions
  readonly queues: Queues
  readonly functions: Pick<Functions, 'idOf'>
  readonly asyncInvocations: Pick<AsyncInvocations, 'invoke'>
  readonly report: (line: string) => void
}

/** Brings events to the targets of rules. */
export interface BusDeliveries {
  /** Whether there is a queue or a function with this ARN. */
  isThere(targetArn: string): boolean
  /**
   * Resolves when every queue among the rule's targets has the event on disk and every function has been started.
   *
   * If a rule made by a call cannot deliver an event, for example to a deleted queue, PutEvents still succeeds and the
   * event goes to the target's dead-letter queue.
   *
   * @throws Error if a target of one of the template's rules fails
   */
  follow(rule: Rule, event: unknown): Promise<void>
}

/** Why a target did not get an event, as stated in the dead letter. */
interface Loss {
  readonly code: 'NO_PERMISSIONS' | 'NO_RESOURCE' | 'INTERNAL_ERROR'
  readonly message: string
}

const isQueue = (targetArn: string): boolean => targetArn.startsWith('arn:aws:sqs:')

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export const busDeliveries = (options: BusDeliveriesOptions): BusDeliveries => {
  const { template, permissions, queues, functions, asyncInvocations, report } = options
  const told = new Set<string>()
  /** Reports each line once, as every further event would repeat it. */
  const reportOnce = (line: string): void => {
    if (!told.has(line)) report(line)
    told.add(line)
  }

  const isThere = (targetArn: string): boolean => {
    try {
      const { arn } = isQueue(targetArn)
        ? queues.settingsOf(targetArn)
        : { arn: template.arnOf(functions.idOf(targetArn)) }
      return arn === targetArn
    } catch {
      return false
    }
  }

  const denied = (action: string, targetArn: string): Loss => {
    permissions.deny(PRINCIPAL, action, targetArn)
    return { code: 'NO_PERMISSIONS', message: `${PRINCIPAL} may not ${action} ${targetArn}` }
  }

  /** A queue made by a call, without a policy, accepts events from every rule. */
  const maySend = (queueArn: string, rule: Rule): boolean => {
    const { isMade, policy } = queues.settingsOf(queueArn)
    return (isMade && policy === undefined) || permissions.maySend(queueArn, PRINCIPAL, rule.arn, policy)
  }

  /** @returns the loss, if the target's policy refuses the event @throws Error if the target is gone or fails */
  const deliver = async (rule: Rule, targetArn: string, event: unknown): Promise<Loss | undefined> => {
    if (isQueue(targetArn)) {
      if (!maySend(targetArn, rule)) return denied('sqs:SendMessage', targetArn)
      await queues.send(targetArn, { body: JSON.stringify(event) })
      return undefined
    }
    const functionId = functions.idOf(targetArn)
    if (!permissions.mayInvoke(functionId, PRINCIPAL, rule.arn)) return denied('lambda:InvokeFunction', targetArn)
    void asyncInvocations.invoke(functionId, event)
    return undefined
  }

  /** Sends an event that a target did not get to its dead-letter queue, with EventBridge's own account of why. */
  const bury = async (rule: Rule, { Arn, DeadLetterConfig }: Target, event: unknown, loss: Loss): Promise<void> => {
    reportOnce(`rule ${rule.name} does not reach ${Arn}: ${loss.message}`)
    const queueArn = DeadLetterConfig?.Arn
    if (queueArn === undefined) return
    const account = { RULE_ARN: rule.arn, TARGET_ARN: Arn, ERROR_CODE: loss.code, ERROR_MESSAGE: loss.message }
    const attributes = Object.fromEntries(
      Object.entries(account).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
    )
    try {
      if (maySend(queueArn, rule)) await queues.send(queueArn, { body: JSON.stringify(event), attributes })
      else denied('sqs:SendMessage', queueArn)
    } catch (error) {
      reportOnce(`rule ${rule.name} does not reach its dead-letter queue ${queueArn}: ${messageOf(error)}`)
    }
  }

  const deliverMade = async (rule: Rule, target: Target, event: unknown): Promise<void> => {
    const loss = await deliver(rule, target.Arn, event).catch(
      (error): Loss => ({ code: isThere(target.Arn) ? 'INTERNAL_ERROR' : 'NO_RESOURCE', message: messageOf(error) }),
    )
    if (loss) await bury(rule, target, event, loss)
  }

  return {
    isThere,
    follow: async (rule, event) => {
      await Promise.all(
        rule.targets.map((target) =>
          rule.isMade ? deliverMade(rule, target, event) : deliver(rule, target.Arn, event),
        ),
      )
    },
  }
}
