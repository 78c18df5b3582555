import { type MutationKey, type QueryKey, useQueryClient } from '@tanstack/react-query'
import { idempotency } from '../../api/call.ts'
import { tabStorage } from '../../api/storage.ts'
import { draftSubmissionKey } from '../../api/submission.ts'
import { useOnce } from '../../api/use-once.ts'
import { useSubmissionKey } from '../../api/use-submission-key.ts'
import { useMe } from '../me.ts'
import { useUndo } from '../undo/undo.ts'

type Headers = ReturnType<typeof idempotency>

/** How a change is taken back. */
interface WayBack {
  /** What was done, as a sentence. */
  readonly text: string
  readonly send: (headers: Headers) => Promise<unknown>
}

interface ChangeOptions<Input> {
  /** Names what is changed, so that whoever goes away and comes back finds what became of it; else it is known only here. */
  readonly mutationKey?: MutationKey
  /** Offers to take the change back; absent or null where there is no way. */
  readonly wayBack?: (input: Input) => WayBack | null
}

/**
 * A change by an administrator: one at a time, a repeated attempt counts once, and what it touched is read again, after a
 * failure as well, since it may have been made all the same.
 */
export const useChange = <Input, Output>(
  send: (input: Input, headers: Headers) => Promise<Output>,
  touched: readonly QueryKey[],
  { mutationKey, wayBack }: ChangeOptions<Input> = {},
) => {
  const client = useQueryClient()
  const offerUndo = useUndo()
  const me = useMe()
  const whileHere = useSubmissionKey()
  const { keyFor, done } = mutationKey
    ? draftSubmissionKey(tabStorage, ['plimsoll.change', me.id, ...mutationKey].join('.'))
    : whileHere
  const readAgain = () => Promise.all(touched.map((queryKey) => client.invalidateQueries({ queryKey })))
  return useOnce({
    ...(mutationKey && { mutationKey }),
    mutationFn: (input: Input) =>
      send(input, {
        // Made once it is sent: by a route that takes none, none is left behind.
        get 'idempotency-key'() {
          return keyFor(input)
        },
      }),
    // Worked out before: what is told may be gone from the screen afterwards.
    onMutate: (input) => wayBack?.(input) ?? null,
    onError: () => void readAgain(),
    onSuccess: async (_output, _input, back) => {
      done()
      await readAgain()
      if (!back) return
      const headers = idempotency(crypto.randomUUID())
      offerUndo({ text: back.text, undo: () => back.send(headers).then(readAgain) })
    },
  })
}
