import {
  type MutationKey,
  type UseMutationOptions,
  useIsMutating,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'

/**
 * A mutation of which one at a time is on its way, however often and from wherever it is asked for by its key: a key
 * held down asks again before anything on screen can change, and whoever went away and came back finds it on its way if
 * its key is still the same, which one made by `useId` is not.
 */
export const useOnce = <Output, Input, Context>(options: OnceOptions<Output, Input, Context>) => {
  const { mutationKey } = options
  const client = useQueryClient()
  const { mutate, error, isSuccess, variables } = useMutation(options)
  return {
    error,
    isSuccess,
    /** What was asked for last, from here. */
    variables,
    isPending: useIsMutating({ mutationKey }) > 0,
    /** Does nothing while one is on its way. */
    mutate: (...attempt: Parameters<typeof mutate>) => {
      if (client.isMutating({ mutationKey }) === 0) mutate(...attempt)
    },
  }
}

type OnceOptions<Output, Input, Context> = UseMutationOptions<Output, Error, Input, Context> & {
  readonly mutationKey: MutationKey
}
