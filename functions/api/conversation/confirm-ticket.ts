import { showTicket } from '../../use-cases/ticket-view.ts'
import { route } from '../pipeline/http.ts'
import { callerWithToken } from '../pipeline/ticket-access.ts'
import { writeComment } from './write-comment.ts'

/** What the conversation shows when a customer says that a ticket is solved. */
const CONFIRMATION = 'This solved it.'

/** Adds the customer's public "This solved it"; the status is left to the agent. */
export const confirmTicket = route('confirmTicket', async ({ caller, params, trackingToken, once }) => {
  const customer = await callerWithToken(caller, trackingToken, params.id)
  const writing = {
    caller: customer,
    ticketId: params.id,
    body: CONFIRMATION,
    visibility: 'public' as const,
    confirms: true,
  }
  const { addressed } = await writeComment(writing, async (written) =>
    once(await showTicket(customer, written.addressed)),
  )
  return showTicket(customer, addressed)
})
