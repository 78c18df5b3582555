import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { idempotency } from '../../api/call.ts'
import { useSubmissionKey } from '../../api/submission.ts'
import { useOnce } from '../../api/use-once.ts'
import { useUndo } from '../undo/undo.ts'

type Headers = ReturnType<typeof idempotency>

/** How a change is taken back. */
interface WayBack {
  /** What was done, as a sentence. */
  readonly text: string
  readonly send: (headers: Headers) => Promise<unknown>
}

/**
 * A change by an administrator: one at a time, a repeated attempt counts once, and what it touched is read again.
 *
 * @param wayBack offers to take the change back; absent where there is none
 */
export const useChange = <Input, Output>(
  send: (input: Input, headers: Headers) => Promise<Output>,
  touched: readonly QueryKey[],
  wayBack?: (input: Input) => WayBack | null,
) => {
  const client = useQueryClient()
  const offerUndo = useUndo()
  const { keyFor, done } = useSubmissionKey()
  const readAgain = () => Promise.all(touched.map((queryKey) => client.invalidateQueries({ queryKey })))
  return useOnce({
    mutationKey: ['change', useId()],
    mutationFn: (input: Input) => send(input, idempotency(keyFor(input))),
    // Worked out before: what is told may be gone from the screen afterwards.
    onMutate: (input) => wayBack?.(input) ?? null,
    onSuccess: async (_output, _input, back) => {
      done()
      await readAgain()
      if (!back) return
      const headers = idempotency(crypto.randomUUID())
      offerUndo({ text: back.text, undo: () => back.send(headers).then(readAgain) })
    },
  })
}
