import { AsyncLocalStorage } from 'node:async_hooks'

interface Moment {
  readonly at: number
  readonly order: number
  readonly happen: () => void
  isCancelled: boolean
}

/**
 * The event queue of a simulated run. Nothing waits for the real clock: the earliest event happens next, and the time
 * is that event's time.
 */
export interface Timeline {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Number of events so far. */
  readonly moments: () => number
  /** Schedules an event. @returns a function that cancels it */
  readonly after: (milliseconds: number, happen: () => void) => () => void
  /**
   * Runs events until none are left, or until a time. After each event the product's code runs on
   * as far as it can without another event.
   */
  readonly run: (until?: number) => Promise<void>
}

const isBefore = (a: Moment, b: Moment): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

/** A binary heap: the earliest moment first. */
const newHeap = () => {
  const heap: Moment[] = []
  const swap = (a: number, b: number): void => {
    const one = heap[a]
    const other = heap[b]
    if (!one || !other) return
    heap[a] = other
    heap[b] = one
  }
  const comesFirst = (a: number, b: number): boolean => {
    const one = heap[a]
    const other = heap[b]
    return one !== undefined && (other === undefined || isBefore(one, other))
  }
  const push = (moment: Moment): void => {
    let place = heap.push(moment) - 1
    for (let parent = (place - 1) >> 1; place > 0 && comesFirst(place, parent); parent = (place - 1) >> 1) {
      swap(place, parent)
      place = parent
    }
  }
  const pop = (): Moment | undefined => {
    const [first] = heap
    const last = heap.pop()
    if (first === undefined || last === undefined || first === last) return first
    heap[0] = last
    for (let place = 0; ; ) {
      const left = 2 * place + 1
      const child = comesFirst(left + 1, left) ? left + 1 : left
      if (!comesFirst(child, place)) return first
      swap(child, place)
      place = child
    }
  }
  return { push, pop, first: (): Moment | undefined => heap[0] }
}

/** @param start milliseconds since 1970 */
export const newTimeline = (start: number): Timeline => {
  const heap = newHeap()
  let now = start
  let order = 0
  let moments = 0

  const after = (milliseconds: number, happen: () => void): (() => void) => {
    order += 1
    const moment: Moment = { at: now + Math.max(0, milliseconds), order, happen, isCancelled: false }
    heap.push(moment)
    return () => {
      moment.isCancelled = true
    }
  }

  const step = (until: number): boolean => {
    for (;;) {
      const first = heap.first()
      if (first === undefined || first.at > until) return false
      heap.pop()
      if (first.isCancelled) continue
      now = first.at
      moments += 1
      first.happen()
      return true
    }
  }

  const run = (until = Number.POSITIVE_INFINITY): Promise<void> =>
    new Promise((resolve, reject) => {
      // Otherwise each event would inherit the asynchronous context of earlier ones.
      const apart = AsyncLocalStorage.snapshot()
      // All promises that a moment settled have been followed before the next: a tick that is asked for while promises are
      // followed comes after the last of them, and is cheaper than a turn of the event loop.
      const followed = Promise.resolve()
      const next = (): void => process.nextTick(turn)
      const turn = (): void => {
        try {
          if (apart(step, until)) void followed.then(next)
          else {
            if (Number.isFinite(until)) now = Math.max(now, until)
            resolve()
          }
        } catch (error) {
          reject(error)
        }
      }
      setImmediate(turn)
    })

  return { now: () => now, moments: () => moments, after, run }
}
