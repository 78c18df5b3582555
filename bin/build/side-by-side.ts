/** Something that takes a while, and ends early when its signal says so, with nothing of it left running. */
type Work = (signal: AbortSignal) => Promise<void>

/**
 * Does works at the same time. Where one fails, the others are broken off.
 *
 * @param signal breaks all of them off
 * @throws what the first one failed with, once all of them have ended
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
