import type { EventRecord } from '../contracts/events.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import { NOBODYS_ADDRESS } from '../domain/erasure.ts'
import {
  guestTicketReceivedMail,
  type Notification,
  type Progress,
  progressMail,
  ticketReceivedMail,
} from '../domain/mails.ts'
import { TOMBSTONE } from '../domain/people.ts'
import { isByRequester } from '../domain/ticket.ts'
import { setting } from '../platform/env.ts'
import { sendMessage } from '../platform/messages.ts'
import { trackingToken } from '../platform/tracking.ts'
import { unsubscribeLink } from '../platform/unsubscribe-link.ts'
import { listComments, type StoredComment } from '../stores/comments.ts'
import { returnDigestTurn, takeDigestTurn } from '../stores/mail-claims.ts'
import { wantsNotifications } from '../stores/mail-wishes.ts'
import { getSettings } from '../stores/settings.ts'
import { findTicket } from '../stores/tickets.ts'
import { type Delivery, deliver, MailRefusedError } from './delivery.ts'

/** With the digest on, a ticket's requester gets at most one mail about it in this time. */
const DIGEST_SECONDS = 15 * 60
/** Most replies in one digest, the last ones; the ticket has all of them. */
const DIGEST_REPLIES = 20
/** Comments per query, those of customers included. */
const COMMENTS_A_PAGE = 50

/** The address of the ticket's page; a guest's key is in the fragment, which no server's log sees. */
const linkTo = async ({ id, requester }: TicketState): Promise<string> => {
  const page = `${setting('SITE_URL')}/t/${id}`
  return requester.id === null ? `${page}#${await trackingToken(id)}` : page
}

const notificationOf = async (ticket: TicketState): Promise<Notification> => ({
  ticket: { number: ticket.number, title: ticket.title, link: await linkTo(ticket) },
  recipient: ticket.requester.name,
  unsubscribeLink: await unsubscribeLink(ticket.requester.email),
})

/** Whether an event may be news to a ticket's requester: a public reply of staff, or the resolution. */
const mayBeNews = ({ type, changes, data }: EventRecord): boolean =>
  type === 'comment_added'
    ? data.visibility === 'public' && data.by_requester !== true
    : changes.status?.[1] === 'resolved'

/** Nobody is told what they did themselves. */
const isByRecipient = ({ actor }: EventRecord, { requester }: TicketState): boolean =>
  requester.id !== null && actor.id === requester.id

/** The last public replies of staff from one `seq` to another, both included; at most `DIGEST_REPLIES`. */
const repliesBetween = async (ticket: TicketState, from: number, to: number): Promise<Progress['replies']> => {
  const replies: StoredComment[] = []
  let afterSeq: number | null = from - 1
  while (afterSeq !== null && afterSeq < to) {
    const page = await listComments(ticket.id, { afterSeq, limit: COMMENTS_A_PAGE, withInternal: false })
    replies.push(
      ...page.comments.filter((comment) => comment.seq <= to && !isByRequester(comment) && comment.body !== TOMBSTONE),
    )
    afterSeq = page.nextSeq
  }
  return replies.slice(-DIGEST_REPLIES).map(({ author, body }) => ({ author: author.name, body }))
}

const mailProgress = async (event: EventRecord, ticket: TicketState, progress: Progress): Promise<void> => {
  // The replies were erased in the meantime, or are internal after all.
  if (progress.replies.length === 0 && !progress.resolved) return
  const notification = await notificationOf(ticket)
  await deliver(deliveryOf(event, ticket, notification, progressMail(notification, progress)))
}

const deliveryOf = (
  { event_id }: EventRecord,
  { requester }: TicketState,
  { unsubscribeLink }: Notification,
  mail: Delivery['mail'],
): Delivery => ({ eventId: event_id, to: requester.email, mail, unsubscribeLink })

/** Mails all news since the last mail, or postpones the event until the present window has ended. */
const mailDigest = async (event: EventRecord, ticket: TicketState, message: string): Promise<void> => {
  const { email } = ticket.requester
  const seqs = { seq: event.seq, throughSeq: ticket.version }
  const turn = await takeDigestTurn(ticket.id, email, seqs, DIGEST_SECONDS, new Date())
  if (turn.turn === 'covered') return
  if (turn.turn === 'wait') {
    await sendMessage('NOTIFY_PEOPLE_QUEUE_URL', message, Math.min(turn.seconds, DIGEST_SECONDS))
    return
  }
  try {
    const replies = await repliesBetween(ticket, turn.afterSeq + 1, ticket.version)
    await mailProgress(event, ticket, { replies, resolved: ticket.status === 'resolved' })
  } catch (error) {
    if (error instanceof MailRefusedError) await returnDigestTurn(ticket.id, email, turn.afterSeq)
    throw error
  }
}

/**
 * Mails a ticket's requester what an event means for them. That their request has arrived is always mailed, since the
 * mail tells them how to follow it; the rest unless they have ended notifications.
 *
 * @param message the body of the queue's message, which is sent again when a digest postpones it
 */
export const notifyRequester = async (event: EventRecord, message: string): Promise<void> => {
  const isReceipt = event.type === 'ticket_created'
  if (event.ticket_id === undefined || !(isReceipt || mayBeNews(event))) return
  const ticket = await findTicket(event.ticket_id)
  if (!ticket || ticket.requester.email === NOBODYS_ADDRESS) return
  const isDigest = (await getSettings()).mail_digest
  if (isReceipt) {
    // The first mail opens the first window, even if another attempt delivers it.
    const seqs = { seq: event.seq, throughSeq: event.seq }
    if (isDigest) await takeDigestTurn(ticket.id, ticket.requester.email, seqs, DIGEST_SECONDS, new Date())
    const notification = await notificationOf(ticket)
    const isFromGuest = ticket.requester.id === null
    const mail = isFromGuest ? guestTicketReceivedMail(notification) : ticketReceivedMail(notification)
    await deliver(deliveryOf(event, ticket, notification, mail))
    return
  }
  if (isByRecipient(event, ticket) || !(await wantsNotifications(ticket.requester.email))) return
  if (isDigest) {
    await mailDigest(event, ticket, message)
    return
  }
  const resolved = event.type !== 'comment_added'
  const replies = resolved ? [] : await repliesBetween(ticket, event.seq, event.seq)
  await mailProgress(event, ticket, { replies, resolved })
}
