/** While both lines wait, one turn in this many goes to the second. */
const SECOND_LINE_EVERY = 4

/** Room for a few at once. The others wait in two lines, each first come first served, and the first has most turns. */
export interface Turns {
  /**
   * Waits for a turn.
   *
   * @param line where to wait, the first if absent; the second moves on, however many come to the first
   * @returns ends the turn; to be called once
   * @throws Error when all is closed before the turn has come
   */
  take(line?: Line): Promise<() => void>
  /** Refuses those who wait; the turns that are on go on. */
  close(): void
}

export type Line = 'first' | 'second'

/**
 * @param limit turns at once
 * @param longestMs a turn that lasts longer no longer keeps others waiting; without it, each lasts until its end
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
  /** A turn that begins now; returns its end. */
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
