import type { TicketState } from '../../contracts/ticket-state.ts'
import type { TriageDecision } from '../../contracts/triage.ts'
import type { SignedIn } from '../../domain/permissions.ts'
import type { Happening, TicketChange } from '../../domain/ticket/change.ts'
import type { DepartmentOf } from '../../domain/ticket/placement.ts'
import { actorOf, commentOn } from '../../domain/ticket.ts'
import { decideSuggestion, STATE_AFTER } from '../../domain/triage/changes.ts'
import { labelFrom } from '../../domain/triage/label.ts'
import { newId } from '../../platform/ids.ts'
import { putComment } from '../../stores/comments.ts'
import { departmentLookup } from '../../stores/departments.ts'
import type { Write } from '../../stores/documents.ts'
import { recordEvent } from '../../stores/events.ts'
import { putLabel } from '../../stores/labels.ts'
import { updateTicket } from '../../stores/tickets.ts'
import { showTicket } from '../../use-cases/ticket-view.ts'
import { route } from '../pipeline/http.ts'
import { assertMay, signedIn } from '../pipeline/ticket-access.ts'

/** A change, and the further writes of its transaction. */
interface Decided {
  readonly change: TicketChange
  readonly extra: readonly Write[]
}

/** The change that a decision makes, and the label that the classifier learns from. */
const decide = (
  seen: TicketState,
  decision: TriageDecision,
  departmentOf: DepartmentOf,
  happening: Happening,
): Decided => {
  const change = decideSuggestion(seen, decision, departmentOf, happening)
  const { actor, now } = happening
  const label = labelFrom(change.ticket, { verdict: STATE_AFTER[decision.decision], by: actor.id, now })
  return { change, extra: [putLabel(label)] }
}

/** Adds a public reply to a decision, as a second event of its transaction. */
const withReply = (
  { change, extra }: Decided,
  body: string,
  user: SignedIn,
  commentId: string,
  happening: Happening,
): Decided => {
  const author = { id: user.id, name: user.name, role: user.role }
  const draft = { body, visibility: 'public', author, by_requester: false } as const
  const comment = commentOn(change.ticket, draft, commentId, happening)
  return {
    change: { ...change, ticket: comment.ticket },
    extra: [...extra, recordEvent(comment.event), putComment(comment)],
  }
}

/** Accepts, modifies or rejects a ticket's suggestion; only the first decision counts. */
export const decideTriage = route('decideTriage', async ({ caller, params, body, once }) => {
  const user = signedIn(caller)
  const departmentOf = await departmentLookup()
  const happening = { event_id: newId(), actor: actorOf(user), now: new Date() }
  const reply = body.reply && { body: body.reply, id: newId(), event_id: newId() }

  const { answer } = await updateTicket(params.id, async (seen) => {
    assertMay(user, 'decide_triage', seen)
    const decided = decide(seen, body, departmentOf, happening)
    const { change, extra } = reply
      ? withReply(decided, reply.body, user, reply.id, { ...happening, event_id: reply.event_id })
      : decided
    const shown = await showTicket(user, change.ticket)
    return { change: { ...change, answer: shown }, extra: [...extra, ...once(shown)] }
  })
  return answer
})
