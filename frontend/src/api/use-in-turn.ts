import {
  type MutationKey,
  type MutationState,
  type UseMutationOptions,
  useMutation,
  useMutationState,
  useQueryClient,
} from '@tanstack/react-query'
import { usePersonCheck } from './use-person-check.ts'

/** The changes requested under a key that are not settled yet, in the order of their requests. */
export const useUnderway = <Input>(mutationKey: MutationKey) =>
  useMutationState<MutationState<unknown, Error, Input>>({ filters: { mutationKey, status: 'pending' } })

/**
 * A mutation whose requests under one key are all sent, one after the other, while the person who made them is signed
 * in. A waiting request is sent by the latest rendering's function: pass everything that it depends on as its input.
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
    /** Resolves with the outcome even if the screen that made the request is gone. */
    mutateAsync,
    error,
    /** Does nothing while a request that matches is under way, whichever part of the page made it. */
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
