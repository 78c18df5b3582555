import { type MutationKey, type MutationState, useMutationState } from '@tanstack/react-query'

/**
 * How the last attempt under a key fares, whichever form made it: whoever went away and came back finds it on its way
 * still, or is told that it failed.
 */
export const useLastAttempt = (mutationKey: MutationKey) => {
  const last = useMutationState<MutationState>({ filters: { mutationKey } }).at(-1)
  return { isOnItsWay: last?.status === 'pending', error: last?.error ?? null }
}
