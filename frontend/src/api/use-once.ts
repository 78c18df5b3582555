import {
  type MutationKey,
  type MutationState,
  type UseMutationOptions,
  useMutation,
  useMutationState,
  useQueryClient,
} from '@tanstack/react-query'
import { useId } from 'react'

/**
 * A mutation of which only one request is under way at a time: a key held down repeats it before anything on screen can
 * change. With a `mutationKey` this holds for the whole page, and a person who returns to the screen while the page is
 * open finds the request still under way, or the outcome of the last one.
 */
export const useOnce = <Output, Input, Context>({
  mutationKey: given,
  ...options
}: OnceOptions<Output, Input, Context>) => {
  const id = useId()
  const mutationKey = given ?? [id]
  const cache = useQueryClient().getMutationCache()
  const { mutate } = useMutation({ ...options, mutationKey, ...(given && { gcTime: Number.POSITIVE_INFINITY }) })
  const last = useMutationState<MutationState<Output, Error, Input>>({ filters: { mutationKey } }).at(-1)
  return {
    ...last,
    isPending: last?.status === 'pending',
    /** Does nothing while a request is under way. */
    mutate: (...attempt: Parameters<typeof mutate>) => {
      const before = cache.findAll({ mutationKey })
      if (before.some(({ state }) => state.status === 'pending')) return
      // Settled ones are removed, since each may hold a file or all selected tickets.
      for (const one of before) cache.remove(one)
      mutate(...attempt)
    },
  }
}

interface OnceOptions<Output, Input, Context>
  extends Omit<UseMutationOptions<Output, Error, Input, Context>, 'gcTime'> {
  readonly mutationKey?: MutationKey
}
