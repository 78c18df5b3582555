/** While both lines wait, one turn in this many goes to the second. */
const SECOND_LINE_EVERY = 4

/**
 * Lets a limited number run at once. The others wait in two lines, each first come, first served; the first gets most
 * turns.
 */
export interface Turns {
  /**
   * Waits for a turn.
   *
   * @param line where to wait, the first if absent; the second advances however many wait in the first
   * @returns a function that ends the turn; to be called once
   * @throws Error if `close` is called before the turn comes
   */
  take(line?: Line): Promise<() => void>
  /** Refuses all who wait; turns that have begun go on. */
  close(): void
}

export type Line = 'first' | 'second'

/**
 * @param limit turns at once
 * @param longestMs a turn that lasts longer no longer keeps others waiting; if absent, every turn does so until its end
 */
export const newTurns = (limit: number, longestMs?: number): Turns => {
  const lines: Readonly<Record<Line, PromiseWithResolvers<void>[]>> = { first: [], second: [] }
  let taken = 0
  /** Turns that the first line had in a row while the second waited. */
  let ahead = 0

  const next = (): PromiseWithResolvers<void> | undefined => {
    if (lines.second.length === 0) return lines.first.shift()
    ahead = lines.first.length === 0 ? 0 : (ahead + 1) % SECOND_LINE_EVERY
    return lines[ahead === 0 ? 'second' : 'first'].shift()
  }
  const free = (): void => {
    const place = next()
    if (place) place.resolve()
    else taken -= 1
  }
  /** Begins a turn. @returns a function that ends it */
  const begin = (): (() => void) => {
    if (longestMs === undefined) return free
    let isOver = false
    const end = (): void => {
      clearTimeout(timer)
      if (!isOver) free()
      isOver = true
    }
    const timer = setTimeout(end, longestMs).unref()
    return end
  }
  return {
    take: async (line = 'first') => {
      if (taken < limit) taken += 1
      else {
        const place = Promise.withResolvers<void>()
        lines[line].push(place)
        await place.promise
      }
      return begin()
    },
    close: () => {
      for (const line of Object.values(lines)) {
        for (const place of line.splice(0)) place.reject(new Error('the host is stopping'))
      }
    },
  }
}
