/** Work that ends early when its signal aborts, and leaves nothing running. */
type Work = (signal: AbortSignal) => Promise<void>

/**
 * Runs all works at the same time. If one fails, the others are aborted.
 *
 * @param signal aborts all of them
 * @throws the error of the first that failed, once all of them have ended
 */
export const sideBySide = async (works: readonly Work[], signal?: AbortSignal): Promise<void> => {
  const failing = new AbortController()
  const either = AbortSignal.any([failing.signal, ...(signal ? [signal] : [])])
  const begun = works.map((work) => work(either))
  try {
    await Promise.all(begun)
  } catch (error) {
    failing.abort(error)
    await Promise.allSettled(begun)
    throw error
  }
}
