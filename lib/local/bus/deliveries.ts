import { setTimeout as wait } from 'node:timers/promises'
import { backOffMs } from '../back-off.ts'
import type { Rule, Target } from './rules.ts'
import type { BusTargets, Loss } from './targets.ts'

/** EventBridge's own defaults; the age is that since the first attempt. */
const DEFAULT_RETRIES = { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 }

/** An event on its way to one target of a rule made by a call. */
interface Delivery {
  readonly rule: Rule
  readonly target: Target
  readonly event: unknown
}

/** A loss after all its retries. */
interface FinalLoss extends Loss {
  readonly retries: number
  /** The member of the retry policy that forbade another attempt; absent if another one would have been in vain. */
  readonly exhausted?: keyof typeof DEFAULT_RETRIES
}

/** EventBridge never retries when a target is gone or its policy refuses the event: that would fail again. */
const isTriedAgain = ({ code }: Loss): boolean => code === 'INTERNAL_ERROR'

/** Brings events to the targets of rules. */
export class BusDeliveries {
  private readonly targets: BusTargets
  private readonly report: (line: string) => void
  private readonly reported = new Set<string>()
  private readonly retrying = new Set<Promise<void>>()
  private readonly stopping = new AbortController()

  constructor(targets: BusTargets, report: (line: string) => void) {
    this.targets = targets
    this.report = report
  }

  /**
   * Resolves when every queue among the rule's targets has the event on disk and every function has been started.
   *
   * If a rule made by a call cannot deliver an event, PutEvents still succeeds. As on EventBridge, a target that fails is
   * tried again later, by its retry policy. What it still does not get, and what a target that is gone or closed does
   * not get, goes to its dead-letter queue.
   *
   * @throws Error if a target of one of the template's rules fails
   */
  async follow(rule: Rule, event: unknown): Promise<void> {
    await Promise.all(
      rule.targets.map((target) =>
        rule.isMade ? this.deliver({ rule, target, event }) : this.targets.deliver(rule, target.Arn, event),
      ),
    )
  }

  /** Ends the retries: events that wait for another attempt become dead letters. */
  async close(): Promise<void> {
    this.stopping.abort()
    await Promise.all(this.retrying)
  }

  private async deliver(delivery: Delivery): Promise<void> {
    const { rule, target, event } = delivery
    const loss = await this.targets.attempt(rule, target.Arn, event)
    if (!loss) return
    this.reportOnce(`rule ${rule.name} does not reach ${target.Arn}: ${loss.message}`)
    const retrying = this.retry(delivery, loss).then((final) => final && this.bury(delivery, final))
    if (!isTriedAgain(loss)) return retrying
    this.retrying.add(retrying)
    void retrying.finally(() => this.retrying.delete(retrying))
  }

  /** Tries again until the target has the event. @returns the loss if it is final */
  private async retry({ rule, target, event }: Delivery, first: Loss): Promise<FinalLoss | undefined> {
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = { ...DEFAULT_RETRIES, ...target.RetryPolicy }
    const end = Date.now() + MaximumEventAgeInSeconds * 1000
    let loss: Loss | undefined = first
    for (let retries = 0; loss; retries += 1) {
      if (!isTriedAgain(loss) || this.stopping.signal.aborted) return { ...loss, retries }
      if (retries >= MaximumRetryAttempts) return { ...loss, retries, exhausted: 'MaximumRetryAttempts' }
      const pause = backOffMs(retries)
      if (Date.now() + pause > end) return { ...loss, retries, exhausted: 'MaximumEventAgeInSeconds' }
      await wait(pause, undefined, { signal: this.stopping.signal }).catch(() => undefined)
      loss = await this.targets.attempt(rule, target.Arn, event)
    }
    return undefined
  }

  /** Sends an event that a target did not get to its dead-letter queue, with EventBridge's own account of why. */
  private async bury({ rule, target, event }: Delivery, loss: FinalLoss): Promise<void> {
    const queueArn = target.DeadLetterConfig?.Arn
    if (queueArn === undefined) return
    const account = {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.Arn,
      ERROR_CODE: loss.code,
      ERROR_MESSAGE: loss.message,
      RETRY_ATTEMPTS: String(loss.retries),
      ...(loss.exhausted && { EXHAUSTED_RETRY_CONDITION: loss.exhausted }),
    }
    const attributes = Object.fromEntries(
      Object.entries(account).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
    )
    try {
      await this.targets.send(rule, queueArn, { body: JSON.stringify(event), attributes })
    } catch (error) {
      this.reportOnce(
        `rule ${rule.name} does not reach its dead-letter queue ${queueArn}: ${error instanceof Error ? error.message : error}`,
      )
    }
  }

  /** Every further event would repeat the line. */
  private reportOnce(line: string): void {
    if (!this.reported.has(line)) this.report(line)
    this.reported.add(line)
  }
}
