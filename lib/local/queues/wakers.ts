/** Wakes those who wait for messages when some may have become visible, so that nobody polls. */
export interface QueueWakers {
  wakeNow(queue: string): void
  /**
   * Wakes the listeners at this time, when a hidden message becomes visible. @param time milliseconds since the epoch
   */
  wakeAt(queue: string, time: number): void
  /** @returns a function that ends it */
  listen(queue: string, listener: () => void): () => void
  /** How often the queue has woken its listeners; if taken before a read, it reveals a wake-up during that read. */
  wakeUps(queue: string): number
  /**
   * Waits for a wake-up after the first `seen` ones, until the deadline at the latest.
   *
   * @returns false if the signal or the end of the host ended the wait
   */
  available(queue: string, seen: number, deadline: number, signal: AbortSignal | undefined): Promise<boolean>
  /** Wakes the listeners of a deleted queue, and cancels its timer. */
  forget(queue: string): void
  close(): void
}

/** setTimeout takes at most 31 bits of milliseconds; for a later time it is set again then. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export const queueWakers = (
  nextVisibleAt: (queue: string) => number | undefined,
  queues: readonly string[],
): QueueWakers => {
  const listeners = new Map<string, Set<() => void>>()
  const counts = new Map<string, number>()
  const timers = new Map<string, { readonly at: number; readonly timer: NodeJS.Timeout }>()
  const ended = new AbortController()

  const wakeUps = (queue: string): number => counts.get(queue) ?? 0

  const wakeNow = (queue: string): void => {
    counts.set(queue, wakeUps(queue) + 1)
    for (const listener of [...(listeners.get(queue) ?? [])]) listener()
  }

  const wakeAt = (queue: string, at: number): void => {
    const planned = timers.get(queue)
    if (ended.signal.aborted || (planned && planned.at <= at)) return
    clearTimeout(planned?.timer)
    const delay = Math.min(Math.max(at - Date.now(), 0), LONGEST_TIMER_MS)
    timers.set(queue, { at, timer: setTimeout(() => cameIntoSight(queue), delay).unref() })
  }

  const cameIntoSight = (queue: string): void => {
    timers.delete(queue)
    wakeNow(queue)
    const next = nextVisibleAt(queue)
    if (next !== undefined) wakeAt(queue, next)
  }

  const listen = (queue: string, listener: () => void): (() => void) => {
    const own = listeners.get(queue) ?? new Set()
    listeners.set(queue, own.add(listener))
    return () => own.delete(listener)
  }

  for (const queue of queues) {
    const next = nextVisibleAt(queue)
    if (next !== undefined) wakeAt(queue, next)
  }

  return {
    wakeNow,
    wakeAt,
    listen,
    wakeUps,
    available: (queue, seen, deadline, signal) =>
      new Promise((resolve) => {
        if (ended.signal.aborted || signal?.aborted) return resolve(false)
        if (wakeUps(queue) > seen) return resolve(true)
        const finish = (woken: boolean) => {
          clearTimeout(timer)
          stop()
          for (const end of [signal, ended.signal]) end?.removeEventListener('abort', abort)
          resolve(woken)
        }
        const abort = () => finish(false)
        const timer = setTimeout(() => finish(true), Math.max(deadline - Date.now(), 0))
        const stop = listen(queue, () => finish(true))
        for (const end of [signal, ended.signal]) end?.addEventListener('abort', abort)
      }),
    forget: (queue) => {
      clearTimeout(timers.get(queue)?.timer)
      timers.delete(queue)
      wakeNow(queue)
    },
    close: () => {
      ended.abort()
      for (const { timer } of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}
