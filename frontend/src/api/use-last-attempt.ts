import { type MutationKey, type MutationState, useMutationState } from '@tanstack/react-query'

/** Options of an attempt that is known for as long as its page is open; any other is forgotten within five minutes. */
export const remembered = { gcTime: Number.POSITIVE_INFINITY }

/**
 * How the last {@link remembered} attempt under a key failed, whichever form made it: whoever went away and came back
 * is told. What was attempted is known, too: a failure is no news any more once the draft is another one, here or in
 * another tab.
 */
export const useLastAttempt = <Input>(mutationKey: MutationKey) => {
  const last = useMutationState<MutationState<unknown, Error, Input>>({ filters: { mutationKey } }).at(-1)
  return { error: last?.error ?? null, input: last?.variables }
}
