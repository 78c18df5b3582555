import { useQueryClient } from '@tanstack/react-query'
import type { Ticket, Visibility } from '../../../../functions/contracts/ticket.ts'
import { call, idempotency, ifMatch } from '../../api/call.ts'
import { draftSubmission } from '../../api/drafts.ts'
import { hasStatus } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { useInTurn, useUnderway } from '../../api/use-in-turn.ts'
import { usePersonCheck } from '../../api/use-person-check.ts'
import { waitsForNetwork } from '../../api/waiting.ts'
import { useDeskText } from '../../text/use-desk-text.ts'
import { isOf, useFailures } from '../failures/failures.ts'
import { useMe } from '../me.ts'
import { isMadeIn } from './ticket-change.ts'
import { useOutcome } from './use-outcome.ts'
import { useTakeTicket } from './use-ticket.ts'

/** A kind of message about a ticket, the edited text of the suggested reply, or the reason for a rejection. */
export type DraftKind = Visibility | 'suggestion' | 'reason'

/** The draft of one kind of text about a ticket. */
export const draftOf = (ticket_id: string, kind: DraftKind): string => `${ticket_id}.${kind}`

/** Everything that sending a message depends on: it may wait for its turn while the screen changes. */
interface Message {
  readonly body: string
  readonly visibility: Visibility
  readonly resolve: boolean
  /** The ticket as the author saw it. */
  readonly seen: Ticket
}

/** The message was sent; only resolving the ticket after it failed. */
class ResolvingError extends Error {
  override readonly name = 'ResolvingError'
}

/**
 * Resolves a ticket right after the author's own comment, on the version that the comment made. If something came in
 * between (a suggestion, another message), it tries once more, provided that the status is the one the author saw.
 *
 * @param checkPerson throws once the author is no longer signed in
 */
const resolveAfter = async (seen: Ticket, version: number, checkPerson: () => void): Promise<Ticket> => {
  const params = { id: seen.id }
  const resolve = (at: number) => {
    checkPerson()
    return call('patchTicket', { params, body: { status: 'resolved' }, headers: ifMatch(at) })
  }
  try {
    return await resolve(version)
  } catch (error) {
    if (!hasStatus(error, 412)) throw error
    checkPerson()
    const now = await call('getTicket', { params })
    if (now.status !== seen.status && now.status !== 'in_progress') throw error
    return resolve(now.version)
  }
}

/**
 * Sends a reply or note, one of each at a time, and resolves the ticket after it if requested; a repeated attempt never
 * writes twice. Without a network it waits for one. The draft is kept until it was sent, even if another ticket is
 * opened meanwhile.
 */
export const useSending = (ticket: Ticket) => {
  const client = useQueryClient()
  const me = useMe()
  const { composer: text } = useDeskText()
  const { report, settle } = useFailures()
  const take = useTakeTicket()
  const outcomeOf = useOutcome()
  const checkPerson = usePersonCheck()
  const mutationKey = ['message', ticket.id]
  const underway = useUnderway<Message>(mutationKey)
  const sending = useInTurn({
    mutationKey,
    networkMode: 'online',
    mutationFn: async ({ body, visibility, resolve, seen }: Message) => {
      const content = { body, visibility }
      const { keyFor, sent } = draftSubmission(me.id, draftOf(ticket.id, visibility))
      const comment = await call('addComment', {
        params: { id: ticket.id },
        body: content,
        headers: idempotency(keyFor(content)),
      })
      sent(body)
      if (!resolve) return
      const resolving = resolveAfter(seen, comment.seq, checkPerson)
      const resolved = await outcomeOf(seen.id, resolving, isMadeIn({ status: 'resolved' })).catch((cause: unknown) => {
        throw new ResolvingError('sent, but not resolved', { cause })
      })
      void take(resolved)
    },
    onMutate: () => settle(isOf(ticket.id, 'answer')),
    onError: (error) =>
      report(
        error instanceof ResolvingError
          ? { ticket, about: 'answer', title: text.resolveFailed, error: error.cause }
          : { ticket, about: 'answer', title: text.failed, error },
      ),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.ticket(ticket.id) }),
  })
  return {
    send: (message: Omit<Message, 'seen'>) =>
      sending.mutateUnless(({ visibility }) => visibility === message.visibility, { ...message, seen: ticket }),
    /** The message of one kind that is under way; `isWaiting` if it waits for a network. */
    underwayOf: (kind: Visibility) => {
      const ofKind = underway.filter(({ variables }) => variables?.visibility === kind)
      return { isPending: ofKind.length > 0, isWaiting: ofKind.some(waitsForNetwork) }
    },
  }
}
