import {
  type MutationKey,
  type MutationState,
  type UseMutationOptions,
  useMutation,
  useMutationState,
  useQueryClient,
} from '@tanstack/react-query'
import { usePersonCheck } from './use-person-check.ts'

/** What was asked for under a key and has not arrived yet, in the order in which it was asked for. */
export const useUnderway = <Input>(mutationKey: MutationKey) =>
  useMutationState<MutationState<unknown, Error, Input>>({ filters: { mutationKey, status: 'pending' } })

/**
 * A mutation of which all that is asked for under its key goes out, one after the other, and only as long as who asked
 * for it is signed in. What waits is replaced by what the next rendering would send: give all that it is made of as its
 * input.
 */
export const useInTurn = <Output, Input>({ mutationFn, ...options }: InTurnOptions<Output, Input>) => {
  const { mutationKey } = options
  const client = useQueryClient()
  const checkPerson = usePersonCheck()
  const { mutate, mutateAsync, error } = useMutation({
    ...options,
    scope: { id: mutationKey.join() },
    mutationFn: async (input: Input) => {
      checkPerson()
      return mutationFn(input)
    },
  })
  return {
    mutate,
    /** Tells what became of it, though the screen that it is asked from may be gone. */
    mutateAsync,
    error,
    /** Does nothing while one is on its way that is as said, asked for from anywhere, whatever the screen shows by now. */
    mutateUnless: (isSame: (underway: Input) => boolean, input: Input) => {
      const underway = client.getMutationCache().findAll({ mutationKey, status: 'pending' })
      if (!underway.some(({ state }) => isSame(state.variables as Input))) mutate(input)
    },
  }
}

interface InTurnOptions<Output, Input> extends Omit<UseMutationOptions<Output, Error, Input>, 'scope'> {
  readonly mutationKey: MutationKey
  readonly mutationFn: (input: Input) => Promise<Output>
}
