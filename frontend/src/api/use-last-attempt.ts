import { type MutationKey, type MutationState, useMutationState } from '@tanstack/react-query'

/** Options of an attempt that is known for as long as its page is open; any other is forgotten within five minutes. */
export const remembered = { gcTime: Number.POSITIVE_INFINITY }

/**
 * How the last {@link remembered} attempt under a key fares, whichever form made it: whoever went away and came back
 * finds it on its way still, or is told that it failed.
 */
export const useLastAttempt = (mutationKey: MutationKey) => {
  const last = useMutationState<MutationState>({ filters: { mutationKey } }).at(-1)
  return { isOnItsWay: last?.status === 'pending', error: last?.error ?? null }
}
