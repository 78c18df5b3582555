import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import type { EventRecord } from '../../functions/contracts/events.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { type Happening, SYSTEM } from '../../functions/domain/ticket/change.ts'
import { commentOn, openTicket, patchTicket } from '../../functions/domain/ticket.ts'
import { busBatch } from './bus-messages.ts'
import './function-environment.ts'
import { startEmbeddedTables } from './embedded-tables.ts'
import { mailIn } from './sent-mails.ts'
import { aHappening, aSignedInUser, BILLING, departmentOf } from './tickets.ts'

/**
 * The mails about a guest's tickets: the tables are embedded; SES and the queue of postponed mails are mocked, and
 * refuse calls that a test does not expect. Import further stores after this.
 */
export const openMailDesk = async () => {
  const close = await startEmbeddedTables()
  process.env.NOTIFY_PEOPLE_QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/000000000000/NotifyPeopleQueue'
  const { handler } = await import('../../functions/events/notify-people.ts')
  const { commitTicket, getTicket } = await import('../../functions/stores/tickets.ts')
  const { putComment } = await import('../../functions/stores/comments.ts')
  const { newId } = await import('../../functions/platform/ids.ts')

  const ses = mockClient(SESv2Client)
  const queues = mockClient(SQSClient)
  const happening = (): Happening => aHappening({ event_id: newId(), now: new Date() })

  return {
    close,
    ses,
    happening,
    /** Lets SES and the queue accept everything, and forgets earlier calls. */
    reset: (): void => {
      ses.reset()
      ses.onAnyCommand().rejects(new Error('not expected'))
      ses.on(SendEmailCommand).resolves({ MessageId: 'm' })
      queues.reset()
      queues.onAnyCommand().rejects(new Error('not expected'))
      queues.on(SendMessageCommand).resolves({})
    },
    /** The mails that SES was asked to send, in order, including refused ones. */
    mails: () => ses.commandCalls(SendEmailCommand).map(({ args }) => mailIn(args[0].input)),
    /** The messages that were put into the queue to be mailed later, in order. */
    postponed: () => queues.commandCalls(SendMessageCommand).map(({ args }) => args[0].input),
    /** Hands the function a batch of these events. */
    delivered: (...events: readonly EventRecord[]) => handler(busBatch(...events)),

    /** A guest's ticket, as a row, with the event that opened it. */
    opened: async (requester: Partial<TicketState['requester']> = {}) => {
      const id = newId()
      const change = openTicket(
        { title: 'Charged twice', description: 'My card was charged twice.' },
        {
          id,
          number: `PL-${id.slice(-8)}`,
          requester: { id: null, name: 'Lena', email: `${id.toLowerCase()}@example.org`, ...requester },
          source: 'web',
          department: BILLING,
        },
        { event_id: newId(), actor: SYSTEM, now: new Date() },
      )
      await commitTicket(change)
      return change
    },

    /** A comment on a ticket, public and an agent's unless the test says otherwise. */
    commented: async (ticketId: string, given: Partial<Parameters<typeof commentOn>[1]> = {}) => {
      const { id, name } = aSignedInUser()
      const draft = {
        body: 'Please wait a day',
        visibility: 'public',
        author: { id, name, role: 'agent' },
        by_requester: given.author?.role === 'customer',
        ...given,
      } as const
      const change = commentOn(await getTicket(ticketId), draft, newId(), happening())
      await commitTicket(change, [putComment(change)])
      return change
    },

    /** Resolves a ticket. */
    resolved: async (ticketId: string) => {
      const change = patchTicket(await getTicket(ticketId), { status: 'resolved' }, happening(), departmentOf)
      await commitTicket(change)
      return change
    },
  }
}
