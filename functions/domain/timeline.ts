/** Happenings of a simulation in the order of their times; equal times in the order they were planned. */
export interface Timeline<Happening> {
  readonly plan: (at: number, happening: Happening) => void
  /** Takes the earliest off the line; undefined when nothing is planned. */
  readonly next: () => { readonly at: number; readonly happening: Happening } | undefined
}

type Planned<Happening> = { readonly at: number; readonly order: number; readonly happening: Happening }

const isBefore = <Happening>(a: Planned<Happening>, b: Planned<Happening>): boolean =>
  a.at < b.at || (a.at === b.at && a.order < b.order)

/** A binary heap: planning and taking cost the logarithm of what is planned. */
export const newTimeline = <Happening>(): Timeline<Happening> => {
  const heap: Planned<Happening>[] = []
  let planned = 0

  /** Puts one where it belongs between `index` and the top. */
  const rise = (one: Planned<Happening>, index: number): void => {
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

  /** Puts one where it belongs between the top and the ends. */
  const sink = (one: Planned<Happening>): void => {
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
    plan: (at, happening) => {
      rise({ at, order: planned, happening }, heap.length)
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
