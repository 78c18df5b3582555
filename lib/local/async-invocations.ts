import type { Functions } from './functions.ts'
import type { Permissions } from './permissions.ts'
import type { Queues } from './queues/service.ts'
import type { Template } from './template.ts'

/** Lambda's waits before it tries a failed asynchronous event again, in ms. */
const RETRY_WAITS_MS = [60_000, 120_000]

export interface AsyncInvocationsOptions {
  readonly template: Template
  readonly permissions: Permissions
  readonly functions: Functions
  readonly queues: Queues
  readonly report: (line: string) => void
}

/** Events that a service hands to a function without waiting for its answer. */
export interface AsyncInvocations {
  /**
   * Runs the function; if it fails, again after one minute and after two more. If every try fails, the event goes to
   * the function's dead-letter queue.
   *
   * @returns after the first try; whether it succeeded
   */
  invoke(functionId: string, event: unknown): Promise<boolean>
  /** Forgets the events that wait for another try. */
  close(): void
}

export const startAsyncInvocations = (options: AsyncInvocationsOptions): AsyncInvocations => {
  const { template, permissions, functions, queues, report } = options
  const timers = new Set<NodeJS.Timeout>()

  /** Sends an event that failed at every try to the function's dead-letter queue, if it has one and may send to it. */
  const giveUp = async (functionId: string, event: unknown): Promise<void> => {
    report(`gave up an event of ${functionId}: it failed at every try`)
    const config = template.resolve(template.resource(functionId).properties.DeadLetterConfig)
    const { TargetArn: queueArn } = (config ?? {}) as { readonly TargetArn?: string }
    if (!queueArn) return
    if (permissions.isAllowed(functionId, 'sqs:SendMessage', queueArn)) {
      await queues.send(queueArn, { body: JSON.stringify(event) })
    } else permissions.deny(functionId, 'sqs:SendMessage', queueArn)
  }

  const attempt = async (functionId: string, event: unknown, waits: readonly number[]): Promise<boolean> => {
    try {
      await functions.invokeInBackground(functionId, event)
      return true
    } catch {
      const [wait, ...later] = waits
      if (wait === undefined) await giveUp(functionId, event)
      else retryIn(wait, functionId, event, later)
      return false
    }
  }

  const retryIn = (wait: number, functionId: string, event: unknown, later: readonly number[]): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      void attempt(functionId, event, later)
    }, wait)
    timers.add(timer)
  }

  return {
    invoke: (functionId, event) => attempt(functionId, event, RETRY_WAITS_MS),
    close: () => {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}
