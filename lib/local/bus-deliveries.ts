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
   * Resolves when each queue that the rule names has the event on disk, and each function has begun with it.
   *
   * What a rule that somebody made cannot deliver, such as to a queue that is gone by now, fails nobody who puts events:
   * the target's dead-letter queue takes it.
   *
   * @throws Error for a queue of the template that fails
   */
  follow(rule: Rule, event: unknown): Promise<void>
}

/** Why a target did not get an event, as a dead letter tells it. */
interface Loss {
  readonly code: 'NO_PERMISSIONS' | 'NO_RESOURCE' | 'INTERNAL_ERROR'
  readonly message: string
}

const isQueue = (targetArn: string): boolean => targetArn.startsWith('arn:aws:sqs:')

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export const busDeliveries = (options: BusDeliveriesOptions): BusDeliveries => {
  const { template, permissions, queues, functions, asyncInvocations, report } = options
  const told = new Set<string>()
  /** Tells what every further event would say again only once. */
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

  /** A queue that somebody made without a policy takes events of every rule. */
  const maySend = (queueArn: string, rule: Rule): boolean => {
    const { isMade, policy } = queues.settingsOf(queueArn)
    return (isMade && policy === undefined) || permissions.maySend(queueArn, PRINCIPAL, rule.arn, policy)
  }

  /** @returns why the target did not get it by its policy @throws Error for a target that is gone, or fails */
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

  /** Sends what a target did not get to its dead-letter queue, with EventBridge's own account of why. */
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
