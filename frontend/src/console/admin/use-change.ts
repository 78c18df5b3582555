import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { idempotency } from '../../api/call.ts'
import { useSubmissionKey } from '../../api/submission.ts'

type Headers = ReturnType<typeof idempotency>

/** A change by an administrator: a repeated attempt counts once, and what it touched is read again. */
export const useChange = <Input, Output>(
  send: (input: Input, headers: Headers) => Promise<Output>,
  touched: readonly QueryKey[],
) => {
  const client = useQueryClient()
  const { keyFor, done } = useSubmissionKey()
  return useMutation({
    mutationFn: (input: Input) => send(input, idempotency(keyFor(input))),
    onSuccess: async () => {
      done()
      await Promise.all(touched.map((queryKey) => client.invalidateQueries({ queryKey })))
    },
  })
}
