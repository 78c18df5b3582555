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
 * A mutation of which one at a time is on its way, however often it is asked for: a key held down asks again before
 * anything on screen can change. Under a `mutationKey` it is one from wherever it is asked for, and as long as the page
 * is open whoever went away and came back finds it on its way, or how the last one ended.
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
    /** Does nothing while one is on its way. */
    mutate: (...attempt: Parameters<typeof mutate>) => {
      const before = cache.findAll({ mutationKey })
      if (before.some(({ state }) => state.status === 'pending')) return
      // Each may hold a file, or all tickets that were selected.
      for (const one of before) cache.remove(one)
      mutate(...attempt)
    },
  }
}

interface OnceOptions<Output, Input, Context>
  extends Omit<UseMutationOptions<Output, Error, Input, Context>, 'gcTime'> {
  readonly mutationKey?: MutationKey
}
