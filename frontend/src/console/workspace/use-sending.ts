import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Ticket, Visibility } from '../../../../functions/contracts/ticket.ts'
import { call, idempotency, ifMatch } from '../../api/call.ts'
import { hasStatus } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { useSubmissionKey } from '../../api/submission.ts'

interface Message {
  readonly body: string
  readonly visibility: Visibility
  readonly resolve: boolean
}

/**
 * Resolves right after one's own comment, on the version that the comment made. Something may have come in between
 * (a suggestion, another word of the customer): as long as the status is the one that was on screen, one more try.
 */
const resolveAfter = async (ticket: Ticket, version: number): Promise<Ticket> => {
  const params = { id: ticket.id }
  const resolve = (seen: number) =>
    call('patchTicket', { params, body: { status: 'resolved' }, headers: ifMatch(seen) })
  try {
    return await resolve(version)
  } catch (error) {
    if (!hasStatus(error, 412)) throw error
    const now = await call('getTicket', { params })
    if (now.status !== ticket.status && now.status !== 'in_progress') throw error
    return resolve(now.version)
  }
}

/** Sends a reply or note, and resolves after it if asked to; a repeated attempt never writes twice. */
export const useSending = (ticket: Ticket) => {
  const client = useQueryClient()
  const { keyFor, done } = useSubmissionKey()
  const [failedToResolve, setFailedToResolve] = useState(false)
  const mutation = useMutation({
    mutationFn: async ({ body, visibility, resolve }: Message) => {
      setFailedToResolve(false)
      const content = { body, visibility }
      const comment = await call('addComment', {
        params: { id: ticket.id },
        body: content,
        headers: idempotency(keyFor(content)),
      })
      if (!resolve) return
      setFailedToResolve(true)
      client.setQueryData(keys.ticket(ticket.id), await resolveAfter(ticket, comment.seq))
    },
    onSuccess: () => done(),
    onSettled: () => client.invalidateQueries({ queryKey: keys.ticket(ticket.id) }),
  })
  return { ...mutation, failedToResolve }
}
