/** Room for a few at once; the others wait, first come first served. */
export interface Turns {
  /**
   * Waits for a turn.
   *
   * @returns ends the turn; to be called once
   * @throws Error when all is closed before the turn has come
   */
  take(): Promise<() => void>
  /** Refuses those who wait; the turns that are on go on. */
  close(): void
}

/** @param limit turns at once */
export const newTurns = (limit: number): Turns => {
  const waiting: PromiseWithResolvers<void>[] = []
  let taken = 0
  /** The next one has the turn, if anybody waits. */
  const end = (): void => {
    const next = waiting.shift()
    if (next) next.resolve()
    else taken -= 1
  }
  return {
    take: async () => {
      if (taken < limit) taken += 1
      else {
        const place = Promise.withResolvers<void>()
        waiting.push(place)
        await place.promise
      }
      return end
    },
    close: () => {
      for (const place of waiting.splice(0)) place.reject(new Error('the host is stopping'))
    },
  }
}
