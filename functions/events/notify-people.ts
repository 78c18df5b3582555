import { busEnvelope, EventDetail, type EventRecord } from '../contracts/events.ts'
import type { UserState } from '../contracts/people-state.ts'
import { applicationMail, type Mail, welcomeMail } from '../domain/mails.ts'
import { userIdOf } from '../domain/people.ts'
import { HOUR_MS } from '../domain/time.ts'
import { setting } from '../platform/env.ts'
import { queueHandler } from '../platform/queue.ts'
import { findUser } from '../stores/people.ts'
import { deliver } from '../use-cases/delivery.ts'
import { notifyRequester } from '../use-cases/ticket-mail.ts'

/** Older news is not mailed: after an outage or an import nobody wants the mails of last week. */
const NEWS_LIFETIME_HOURS = 24

const isNews = ({ at }: EventRecord): boolean => Date.now() - Date.parse(at) < NEWS_LIFETIME_HOURS * HOUR_MS

/** Mails a user about their account, even if they have ended notifications, since it answers what they did. */
const mailUser = async (event: EventRecord, write: (user: UserState) => Mail): Promise<void> => {
  const userId = userIdOf(event)
  const user = userId === undefined ? undefined : await findUser(userId)
  if (user && user.erased_at === null) await deliver({ eventId: event.event_id, to: user.email, mail: write(user) })
}

/** Mails people what concerns them: at most one mail per event and recipient, however often the event is delivered. */
export const handler = queueHandler(busEnvelope(EventDetail), async ({ detail }, { body }) => {
  if (!isNews(detail)) return
  const site = setting('SITE_URL')
  switch (detail.type) {
    case 'customer_signed_up':
      return mailUser(detail, ({ name }) => welcomeMail(name, site))
    case 'agent_approved':
      // Without an application, an operator has appointed the first admin, who waits for no answer.
      if (detail.data.application_id === undefined) return
      return mailUser(detail, ({ name }) => applicationMail(name, true, site))
    case 'application_rejected':
      return mailUser(detail, ({ name }) => applicationMail(name, false, site))
    case 'ticket_created':
    case 'comment_added':
    case 'status_changed':
    case 'ticket_updated':
      return notifyRequester(detail, body)
    default:
      return
  }
})
