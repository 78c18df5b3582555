import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EventRecord } from '../../functions/contracts/events.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { appointAdmin, approve, reject, signUp } from '../../functions/domain/people.ts'
import { defaultSettings } from '../../functions/domain/settings.ts'
import { commentOn, openTicket, patchTicket } from '../../functions/domain/ticket.ts'
import { SYSTEM } from '../../functions/domain/ticket-change.ts'
import { busBatch } from '../support/bus-messages.ts'
import '../support/function-environment.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { mailIn, sendingPaused, tooManyMails } from '../support/sent-mails.ts'
import { aHappening, aUser, BILLING, departmentOf } from '../support/tickets.ts'

// Pauses pass in no time, and the clock goes on by them.
vi.mock('../../functions/platform/pause.ts', () => ({
  pause: async (milliseconds: number) => {
    vi.setSystemTime(Date.now() + milliseconds)
  },
}))

const stopTables = await startEmbeddedTables()
afterAll(stopTables)
process.env.NOTIFY_PEOPLE_QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/000000000000/NotifyPeopleQueue'
const { handler } = await import('../../functions/events/notify-people.ts')
const { commitUser, getUser, takeEmail } = await import('../../functions/stores/people.ts')
const { commitTicket, getTicket } = await import('../../functions/stores/tickets.ts')
const { putComment } = await import('../../functions/stores/comments.ts')
const { putSettings } = await import('../../functions/stores/settings.ts')
const { endNotifications } = await import('../../functions/stores/mail-wishes.ts')
const { trackingToken } = await import('../../functions/platform/tracking.ts')
const { logger, metrics } = await import('../../functions/platform/log.ts')
const { newId } = await import('../../functions/platform/ids.ts')

const ses = mockClient(SESv2Client)
const mails = () => ses.commandCalls(SendEmailCommand).map(({ args }) => mailIn(args[0].input))
const queues = mockClient(SQSClient)
const happening = () => aHappening({ event_id: newId(), now: new Date() })

beforeEach(() => {
  ses.reset()
  ses.onAnyCommand().rejects(new Error('not expected'))
  ses.on(SendEmailCommand).resolves({ MessageId: 'm' })
  queues.reset()
  queues.onAnyCommand().rejects(new Error('not expected'))
  queues.on(SendMessageCommand).resolves({})
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const delivered = (...events: readonly EventRecord[]) => handler(busBatch(...events))

/** A guest's ticket, as a row, with the event that opened it. */
const opened = async (requester: Partial<TicketState['requester']> = {}) => {
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
}

const commented = async (ticketId: string, given: Partial<Parameters<typeof commentOn>[1]> = {}) => {
  const { id, name } = aUser()
  const draft = {
    body: 'Please wait a day',
    visibility: 'public',
    author: { id, name, role: 'agent' },
    ...given,
  } as const
  const change = commentOn(await getTicket(ticketId), draft, newId(), happening())
  await commitTicket(change, [putComment(change)])
  return change
}

const resolved = async (ticketId: string) => {
  const change = patchTicket(await getTicket(ticketId), { status: 'resolved' }, happening(), departmentOf)
  await commitTicket(change)
  return change
}

const aCustomer = async () => {
  const id = newId()
  const change = signUp({ id, email: `${id.toLowerCase()}@example.org`, name: 'Lena' }, happening())
  await commitUser(change, [takeEmail(change.user.email, id)])
  return change
}

describe('accounts', () => {
  it('welcomes a new customer', async () => {
    const { user, event } = await aCustomer()
    expect(await delivered(event)).toEqual({ batchItemFailures: [] })

    expect(mails()).toEqual([expect.objectContaining({ to: user.email, subject: 'Welcome to Plimsoll' })])
    expect(mails()[0]?.headers).toEqual({ 'Auto-Submitted': 'auto-generated' })
  })

  it('tells an applicant what was decided', async () => {
    const { user } = await aCustomer()
    await delivered(reject(user, newId(), happening()).event)
    await delivered(approve(await getUser(user.id), newId(), BILLING.id, happening()).event)

    expect(mails().map(({ subject }) => subject)).toEqual(['About your application', 'You are now an agent'])
  })

  it('tells nobody that they are an agent who was made an admin', async () => {
    const { user } = await aCustomer()
    const appointed = appointAdmin(user, happening())
    if (!appointed) throw new Error('a customer can be made an admin')
    expect(await delivered(appointed.event)).toEqual({ batchItemFailures: [] })

    expect(mails()).toEqual([])
  })
})

describe('tickets', () => {
  it('gives a guest the key to their ticket in the fragment', async () => {
    const { ticket, event } = await opened()
    await delivered(event)

    const link = `https://support.example.org/t/${ticket.id}#${await trackingToken(ticket.id)}`
    expect(mails()).toEqual([expect.objectContaining({ to: ticket.requester.email })])
    expect(mails()[0]?.text).toContain(link)
    expect(mails()[0]?.headers['List-Unsubscribe']).toMatch(/^<https:\/\/support\.example\.org\/unsubscribe#/)
  })

  it('gives somebody with an account no key', async () => {
    const { ticket, event } = await opened({ id: newId() })
    await delivered(event)

    expect(mails()[0]?.text).toContain(`https://support.example.org/t/${ticket.id}\n`)
  })

  it('mails a public reply of staff, and the resolution', async () => {
    const { ticket } = await opened()
    const reply = await commented(ticket.id)
    const end = await resolved(ticket.id)
    await delivered(reply.event, end.event)

    expect(mails().map(({ subject }) => subject)).toEqual(
      expect.arrayContaining([`[${ticket.number}] Re: Charged twice`, `[${ticket.number}] Resolved: Charged twice`]),
    )
    expect(mails().find(({ subject }) => subject?.includes('Re:'))?.text).toContain('> Please wait a day')
  })

  it('never mails an internal note, what the customer said, or another change of status', async () => {
    const { ticket } = await opened()
    const note = await commented(ticket.id, { body: 'internal secret', visibility: 'internal' })
    const own = await commented(ticket.id, { author: { id: null, name: 'Lena', role: 'customer' } })
    const moved = patchTicket(await getTicket(ticket.id), { status: 'in_progress' }, happening(), departmentOf)
    await commitTicket(moved)

    expect(await delivered(note.event, own.event, moved.event)).toEqual({ batchItemFailures: [] })
    expect(mails()).toEqual([])
  })

  it('does not read an internal note even if the event calls it public', async () => {
    const { ticket } = await opened()
    const { event } = await commented(ticket.id, { body: 'internal secret', visibility: 'internal' })
    await delivered({ ...event, data: { ...event.data, visibility: 'public' } })

    expect(mails()).toEqual([])
  })

  it('sends nothing to the author of a reply', async () => {
    const agent = aUser()
    const { ticket } = await opened({ id: agent.id, email: agent.email })
    const { event } = await commented(ticket.id)
    await delivered(event)

    expect(mails()).toEqual([])
  })

  it('keeps quiet to who has ended notifications, but for the receipt of a new ticket', async () => {
    const { ticket, event } = await opened()
    await endNotifications(ticket.requester.email, { event_id: newId(), now: new Date() }, [])
    const reply = await commented(ticket.id)
    await delivered(event, reply.event)

    expect(mails().map(({ subject }) => subject)).toEqual([`[${ticket.number}] We have your request`])
  })

  it('tells who has an account what they asked, and an address that anybody may have given none of the asker’s words', async () => {
    const [own, guests] = [await opened({ id: newId() }), await opened({ name: 'https://evil.example' })]
    await delivered(own.event)
    await delivered(guests.event)

    const [toOwn, toGuest] = mails()
    expect(toOwn?.subject).toBe(`[${own.ticket.number}] We have your request: Charged twice`)
    expect(toGuest?.subject).toBe(`[${guests.ticket.number}] We have your request`)
    expect(JSON.stringify(toGuest)).not.toMatch(/evil|Charged twice/)
  })
})

describe('at most once', () => {
  it('mails once however often an event comes, also at once', async () => {
    const { event } = await opened()
    await Promise.all([delivered(event), delivered(event), delivered(event)])
    await delivered(event)

    expect(mails()).toHaveLength(1)
  })

  it('tries again what SES refused', async () => {
    const { event } = await opened()
    ses.on(SendEmailCommand).rejectsOnce(sendingPaused).resolves({})

    expect((await delivered(event)).batchItemFailures).toHaveLength(1)
    expect((await delivered(event)).batchItemFailures).toHaveLength(0)
    expect(mails()).toHaveLength(2)
  })

  it('counts as lost what a stage without a mail domain would send, and does not try again', async () => {
    const { event } = await opened()
    vi.stubEnv('MAIL_FROM', '')
    const warned = vi.spyOn(logger, 'warn')
    const counted = vi.spyOn(metrics, 'addMetric')

    expect((await delivered(event)).batchItemFailures).toHaveLength(0)
    expect((await delivered(event)).batchItemFailures).toHaveLength(0)
    expect(mails()).toHaveLength(0)
    expect(warned.mock.calls).toEqual([
      ['mail lost', expect.objectContaining({ outcome: 'undeliverable', reason: 'the stage has no mail domain' })],
    ])
    expect(counted.mock.calls.map(([name]) => name)).toEqual(['MailsLost'])
  })

  it('does not try again when nobody knows whether a mail left', async () => {
    const { event } = await opened()
    ses.on(SendEmailCommand).rejectsOnce(new Error('socket hang up')).resolves({})

    expect((await delivered(event)).batchItemFailures).toHaveLength(0)
    expect((await delivered(event)).batchItemFailures).toHaveLength(0)
    expect(mails()).toHaveLength(1)
  })

  it('leaves news of more than a day ago unsent, as after an outage or an import', async () => {
    const { event } = await opened()
    await delivered({ ...event, at: new Date(Date.now() - 25 * 3_600_000).toISOString() })

    expect(mails()).toHaveLength(0)
  })

  it('tells of a resolution also when other fields changed with it', async () => {
    const { ticket } = await opened()
    const patch = { status: 'resolved', priority: 'high' } as const
    const change = patchTicket(await getTicket(ticket.id), patch, happening(), departmentOf)
    await commitTicket(change)
    await delivered(change.event)

    expect(change.event.type).toBe('ticket_updated')
    expect(mails()[0]?.subject).toContain('Resolved:')
  })

  it('lets a message that fails fail alone', async () => {
    const [{ event: refused }, { event: sent }] = [await opened(), await opened()]
    ses.on(SendEmailCommand).rejectsOnce(sendingPaused).resolves({})

    const { batchItemFailures } = await delivered(refused, sent)
    expect(batchItemFailures).toHaveLength(1)
  })
})

describe('while SES has no time', () => {
  it('waits and sends all of a batch that is faster than SES takes mails', async () => {
    const requests = await Promise.all(Array.from({ length: 10 }, () => opened()))
    let free = Date.now()
    ses.on(SendEmailCommand).callsFake(async () => {
      if (Date.now() < free) throw tooManyMails
      free = Date.now() + 1_000
      return {}
    })

    expect(await delivered(...requests.map(({ event }) => event))).toEqual({ batchItemFailures: [] })
    const { length } = mails()
    expect(length).toBeGreaterThan(10)
    await delivered(...requests.map(({ event }) => event))
    expect(mails()).toHaveLength(length)
  })

  it('gives up within its time, and the message comes again', async () => {
    const { event } = await opened()
    const begun = Date.now()
    ses.on(SendEmailCommand).rejects(tooManyMails)

    expect((await delivered(event)).batchItemFailures).toHaveLength(1)
    expect(Date.now() - begun).toBeGreaterThan(10_000)
    expect(Date.now() - begun).toBeLessThan(21_000)

    ses.on(SendEmailCommand).resolves({})
    expect((await delivered(event)).batchItemFailures).toHaveLength(0)
  })

  it('asks it for one mail at a time', async () => {
    const requests = await Promise.all(Array.from({ length: 5 }, () => opened()))
    let atOnce = 0
    let most = 0
    ses.on(SendEmailCommand).callsFake(async () => {
      atOnce += 1
      most = Math.max(most, atOnce)
      await new Promise(setImmediate)
      atOnce -= 1
      return {}
    })
    await delivered(...requests.map(({ event }) => event))

    expect([mails().length, most]).toEqual([5, 1])
  })
})

describe('with the digest on', () => {
  beforeEach(async () => {
    await putSettings({ ...defaultSettings(500), mail_digest: true }, happening())
  })
  afterEach(async () => {
    await putSettings({ ...defaultSettings(500), mail_digest: false }, happening())
  })

  const later = (minutes: number) => vi.useFakeTimers({ now: Date.now() + minutes * 60_000, toFake: ['Date'] })

  it('holds news back until 15 minutes after the last mail, then sends all of it in one', async () => {
    const { ticket, event } = await opened()
    await delivered(event)
    const first = await commented(ticket.id, { body: 'first' })
    const second = await commented(ticket.id, { body: 'second' })
    const note = await commented(ticket.id, { body: 'internal secret', visibility: 'internal' })
    const end = await resolved(ticket.id)
    await delivered(first.event, second.event, note.event, end.event)

    expect(mails()).toHaveLength(1)
    const put = queues.commandCalls(SendMessageCommand).map(({ args }) => args[0].input)
    expect(put).toHaveLength(3)
    expect(put.every(({ DelaySeconds = 0 }) => DelaySeconds > 800 && DelaySeconds <= 900)).toBe(true)

    later(16)
    await delivered(second.event, first.event, end.event)
    expect(mails()).toHaveLength(2)
    const digest = mails()[1]
    expect(digest?.subject).toContain('Resolved:')
    expect(digest?.text).toMatch(/> first[\s\S]*> second/)
    expect(digest?.text).not.toContain('internal secret')
  })

  it('finds the last replies behind all that the customer wrote', async () => {
    const { ticket, event } = await opened()
    await delivered(event)
    const customer = { id: newId(), name: 'Lena', role: 'customer' } as const
    for (let place = 0; place < 60; place += 1) await commented(ticket.id, { body: `and ${place}`, author: customer })
    for (let place = 0; place < 21; place += 1) await commented(ticket.id, { body: `answer ${place}.` })
    const last = await commented(ticket.id, { body: 'the last word' })

    later(16)
    await delivered(last.event)
    const digest = mails()[1]?.text
    expect(digest).toContain('> the last word')
    expect(digest).toContain('> answer 2.')
    expect(digest).not.toContain('> answer 1.')
    expect(digest).not.toContain('> and ')
  })

  it('sends a digest that SES refused with the next attempt', async () => {
    const { ticket } = await opened()
    const { event } = await commented(ticket.id, { body: 'first' })
    ses.on(SendEmailCommand).rejectsOnce(sendingPaused).resolves({})

    expect((await delivered(event)).batchItemFailures).toHaveLength(1)
    expect((await delivered(event)).batchItemFailures).toHaveLength(0)
    expect(mails()[1]?.text).toContain('> first')
  })
})
