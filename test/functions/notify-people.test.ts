import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { appointAdmin, approve, reject, signUp } from '../../functions/domain/people.ts'
import { patchTicket } from '../../functions/domain/ticket.ts'
import { openMailDesk } from '../support/mail-desk.ts'
import { aSignedInUser, BILLING, departmentOf } from '../support/tickets.ts'

const { close, reset, mails, happening, delivered, opened, commented, resolved } = await openMailDesk()
afterAll(close)
beforeEach(reset)
const { commitUser, getUser, takeEmail } = await import('../../functions/stores/people.ts')
const { commitTicket, getTicket } = await import('../../functions/stores/tickets.ts')
const { endNotifications } = await import('../../functions/stores/mail-wishes.ts')
const { trackingToken } = await import('../../functions/platform/tracking.ts')
const { newId } = await import('../../functions/platform/ids.ts')
const { documents } = await import('../../functions/stores/documents.ts')

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

  it('tells nobody who was made an admin that they are an agent', async () => {
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

  it('tells of a resolution also when other fields changed with it', async () => {
    const { ticket } = await opened()
    const patch = { status: 'resolved', priority: 'high' } as const
    const change = patchTicket(await getTicket(ticket.id), patch, happening(), departmentOf)
    await commitTicket(change)
    await delivered(change.event)

    expect(change.event.type).toBe('ticket_updated')
    expect(mails()[0]?.subject).toContain('Resolved:')
  })

  it('never mails an internal note, a customer’s own comment, or another change of status, and reads nothing for them', async () => {
    const { ticket } = await opened()
    const note = await commented(ticket.id, { body: 'internal secret', visibility: 'internal' })
    const own = await commented(ticket.id, { author: { id: null, name: 'Lena', role: 'customer' } })
    const moved = patchTicket(await getTicket(ticket.id), { status: 'in_progress' }, happening(), departmentOf)
    await commitTicket(moved)
    const calls = vi.spyOn(documents, 'send')

    expect(await delivered(note.event, own.event, moved.event)).toEqual({ batchItemFailures: [] })
    expect(mails()).toEqual([])
    expect(calls).not.toHaveBeenCalled()
    calls.mockRestore()
  })

  it('does not mail one requester what another asks: staff whose ticket was merged into theirs', async () => {
    const { ticket } = await opened()
    const { event } = await commented(ticket.id, { body: 'and mine?', by_requester: true })
    await delivered(event)

    expect(mails()).toEqual([])
  })

  it('does not read an internal note even if the event calls it public', async () => {
    const { ticket } = await opened()
    const { event } = await commented(ticket.id, { body: 'internal secret', visibility: 'internal' })
    await delivered({ ...event, data: { ...event.data, visibility: 'public' } })

    expect(mails()).toEqual([])
  })

  it('sends nothing to the author of a reply', async () => {
    const agent = aSignedInUser()
    const { ticket } = await opened({ id: agent.id, email: agent.email })
    const { event } = await commented(ticket.id)
    await delivered(event)

    expect(mails()).toEqual([])
  })

  it('sends nothing to somebody who has ended notifications, except the receipt of a new ticket', async () => {
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
