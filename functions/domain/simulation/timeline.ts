/** Events of a simulation in the order of their times; those of equal times in the order in which they were planned. */
export interface Timeline<Event> {
  readonly plan: (at: number, event: Event) => void
  /** Removes and returns the earliest; undefined if nothing is planned. */
  readonly next: () => { readonly at: number; readonly event: Event } | undefined
}

type Planned<Event> = { readonly at: number; readonly order: number; readonly event: Event }

const isBefore = <Event>(a: Planned<Event>, b: Planned<Event>): boolean =>
  a.at < b.at || (a.at === b.at && a.order < b.order)

/** A binary heap: `plan` and `next` take time logarithmic in the number of planned events. */
export const newTimeline = <Event>(): Timeline<Event> => {
  const heap: Planned<Event>[] = []
  let planned = 0

  /** Moves one up to its place between `index` and the top. */
  const rise = (one: Planned<Event>, index: number): void => {
    let place = index
    while (place > 0) {
      const parentPlace = (place - 1) >> 1
      const parent = heap[parentPlace]
      if (!parent || !isBefore(one, parent)) break
      heap[place] = parent
      place = parentPlace
    }
    heap[place] = one
  }

  /** Moves one down to its place between the top and the leaves. */
  const sink = (one: Planned<Event>): void => {
    let place = 0
    for (;;) {
      const left = heap[2 * place + 1]
      const right = heap[2 * place + 2]
      const [earlier, itsPlace] =
        left && right && isBefore(right, left) ? [right, 2 * place + 2] : [left, 2 * place + 1]
      if (!earlier || !isBefore(earlier, one)) break
      heap[place] = earlier
      place = itsPlace
    }
    heap[place] = one
  }

  return {
    plan: (at, event) => {
      rise({ at, order: planned, event }, heap.length)
      planned += 1
    },
    next: () => {
      const first = heap[0]
      const last = heap.pop()
      if (last && heap.length > 0) sink(last)
      return first
    },
  }
}
