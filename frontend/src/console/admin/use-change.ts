import { type MutationKey, type QueryKey, useQueryClient } from '@tanstack/react-query'
import { idempotency } from '../../api/call.ts'
import { tabStorage } from '../../api/storage.ts'
import { draftSubmissionKey } from '../../api/submission.ts'
import { useOnce } from '../../api/use-once.ts'
import { useSubmissionKey } from '../../api/use-submission-key.ts'
import { useMe } from '../me.ts'
import { useUndo } from '../undo/undo.ts'

type Headers = ReturnType<typeof idempotency>

/** How a change is undone. */
interface WayBack {
  /** The change as a sentence. */
  readonly text: string
  readonly send: (headers: Headers) => Promise<unknown>
}

interface ChangeOptions<Input> {
  /** Names the change, so that its outcome is still shown after leaving the screen and coming back. */
  readonly mutationKey?: MutationKey
  /** Offers to undo the change; absent or null if it cannot be undone. */
  readonly wayBack?: (input: Input) => WayBack | null
}

/**
 * A change by an administrator: one at a time; a repeated attempt counts once; and the queries that it affects are read
 * again, also after a failure, since the change may have been made nevertheless.
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
        // A getter, so that a route that sends no such header stores no key.
        get 'idempotency-key'() {
          return keyFor(input)
        },
      }),
    // Computed before the change, because it may depend on what is on screen then.
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
