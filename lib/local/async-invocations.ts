import type { Functions } from './functions.ts'
import type { Template } from './template.ts'

/** Lambda's waits before it tries a failed asynchronous event again, in ms. */
const RETRY_WAITS_MS = [60_000, 120_000]

/** Events that a service hands to a function without waiting for its answer. */
export interface AsyncInvocations {
  /**
   * Runs the function, again after a minute and after two more if it fails.
   *
   * @returns after the first try; whether it succeeded
   */
  invoke(functionId: string, event: unknown): Promise<boolean>
  /** Events that wait for another try; they are forgotten when the host stops. */
  waiting(): number
  close(): void
}

export const startAsyncInvocations = (
  template: Template,
  functions: Functions,
  report: (line: string) => void,
): AsyncInvocations => {
  const timers = new Set<NodeJS.Timeout>()

  /** Waits of this function: fewer if the template allows fewer tries. */
  const waitsOf = (functionId: string): readonly number[] => {
    const configs = template.resourcesOf('AWS::Lambda::EventInvokeConfig')
    const own = configs.find(({ properties }) => template.text(properties.FunctionName) === template.nameOf(functionId))
    const allowed = own?.properties.MaximumRetryAttempts
    return typeof allowed === 'number' ? RETRY_WAITS_MS.slice(0, allowed) : RETRY_WAITS_MS
  }

  const attempt = async (functionId: string, event: unknown, waits: readonly number[]): Promise<boolean> => {
    try {
      await functions.invoke(functionId, event)
      return true
    } catch {
      const [wait, ...later] = waits
      if (wait === undefined) report(`gave up an event of ${functionId}: it failed at every try`)
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
    invoke: (functionId, event) => attempt(functionId, event, waitsOf(functionId)),
    waiting: () => timers.size,
    close: () => {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}
