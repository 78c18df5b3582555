import { AdminDeleteUserCommand, UserNotFoundException } from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { Application } from '../../functions/contracts/people.ts'
import { mergeTicket } from '../../functions/domain/assignment/changes.ts'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { actorOf, commentOn, patchTicket } from '../../functions/domain/ticket.ts'
import { openPeopleDesk } from '../support/people-desk.ts'
import { departmentOf } from '../support/tickets.ts'

const { close, happening, asAdmin, aCustomer, anAgent, applied, storeWaitingTicket, pool } = await openPeopleDesk()
afterAll(close)
const { findUserByEmail, getUser } = await import('../../functions/stores/people.ts')
const { commitTicket, getTicket } = await import('../../functions/stores/tickets.ts')
const { listComments, putComment } = await import('../../functions/stores/comments.ts')
const { listEvents } = await import('../../functions/stores/events.ts')
const { labelOf, newestLabels } = await import('../../functions/stores/labels.ts')
const { labelsOfModel } = await import('../../functions/use-cases/triage-knowledge.ts')
const { writeComment } = await import('../../functions/api/conversation/write-comment.ts')
const { newId } = await import('../../functions/platform/ids.ts')

beforeEach(() => {
  pool.reset()
  pool.onAnyCommand().rejects(new Error('not expected'))
})

describe('erasing', () => {
  it('leaves no word of a person, and every event', async () => {
    const customer = await aCustomer()
    await applied(customer)
    const requester = { id: customer.id, name: customer.name, email: customer.email }
    const ticket = await storeWaitingTicket({ requester, title: 'My secret', description: 'Iban DE00' })
    const said = commentOn(
      ticket,
      {
        body: 'more secrets',
        visibility: 'public',
        author: { id: customer.id, name: customer.name, role: 'customer' },
        by_requester: true,
      },
      newId(),
      { ...happening(), actor: actorOf(customer) },
    )
    await commitTicket(said, [putComment(said)])
    const eventsBefore = await listEvents(`TICKET#${ticket.id}`)
    pool.on(AdminDeleteUserCommand).resolves({})

    const { status, body } = await asAdmin('eraseUser', { params: { id: customer.id } })

    expect(status).toBe(200)
    expect(body.user).toMatchObject({ id: customer.id, name: '[erased]', email: '[erased]' })
    const { comments } = await listComments(ticket.id, { afterSeq: 0, limit: 10, withInternal: true })
    const applications = (await asAdmin('listApplications')).body.items as unknown as Application[]
    const application = applications.find(({ user }) => user.id === customer.id)
    expect(application).toMatchObject({ state: 'rejected' })
    const histories = await Promise.all([`TICKET#${ticket.id}`, `USER#${customer.id}`].map(listEvents))
    const rows = [await getTicket(ticket.id), comments, await getUser(customer.id), application]
    const left = JSON.stringify([...rows, ...histories])
    for (const word of [customer.email, customer.name, 'My secret', 'Iban', 'more secrets', 'I like to help']) {
      expect(left).not.toContain(word)
    }
    const events = await listEvents(`TICKET#${ticket.id}`)
    expect(events.slice(0, eventsBefore.length)).toEqual(eventsBefore)
    expect(events.at(-1)?.type).toBe('requester_erased')
    expect(await findUserByEmail(customer.email)).toBeUndefined()
    expect(pool.commandCalls(AdminDeleteUserCommand)[0]?.args[0].input.Username).toBe(customer.email)
  })

  it('removes what a person said to a merged ticket from the surviving ones, and keeps what others said', async () => {
    const [customer, other] = [await aCustomer(), await aCustomer()]
    const ticketOf = ({ id, name, email }: SignedIn) => storeWaitingTicket({ requester: { id, name, email } })
    const [theirs, middle, survivor] = [await ticketOf(customer), await ticketOf(other), await ticketOf(other)]
    await commitTicket(mergeTicket(theirs, middle, happening()))
    await commitTicket(mergeTicket(middle, survivor, happening()))
    const bodies = async () =>
      (await listComments(survivor.id, { afterSeq: 0, limit: 10, withInternal: true })).comments.map(({ body }) => body)
    const say = ({ caller, ticketId, body }: { caller: SignedIn; ticketId: string; body: string }) =>
      writeComment({ caller, ticketId, body, visibility: 'public', confirms: false }, () => [])
    await say({ caller: customer, ticketId: theirs.id, body: 'my secrets' })
    await say({ caller: other, ticketId: survivor.id, body: 'their own words' })
    pool.on(AdminDeleteUserCommand).resolves({})

    expect((await asAdmin('eraseUser', { params: { id: customer.id } })).status).toBe(200)
    expect(await bodies()).toEqual(['[erased]', 'their own words'])
    expect(await getTicket(survivor.id)).toMatchObject({ requester: { name: other.name } })

    // Their access token is still valid for a while: comments made with it are removed when the erasure is repeated.
    await say({ caller: customer, ticketId: theirs.id, body: 'one more thing' })
    expect((await asAdmin('eraseUser', { params: { id: customer.id } })).status).toBe(200)
    expect(await bodies()).toEqual(['[erased]', 'their own words', '[erased]'])
  })

  it('removes an agent’s questions from a ticket that theirs was merged into, and keeps their answers', async () => {
    const [agent, other] = [await anAgent(), await aCustomer()]
    const ticketOf = ({ id, name, email }: SignedIn) => storeWaitingTicket({ requester: { id, name, email } })
    const [theirs, survivor] = [await ticketOf(agent), await ticketOf(other)]
    await commitTicket(mergeTicket(theirs, survivor, happening()))
    const author = { id: agent.id, name: agent.name, role: 'agent' } as const
    const say = {
      caller: agent,
      ticketId: theirs.id,
      body: 'my secrets',
      visibility: 'public',
      confirms: false,
    } as const
    await writeComment(say, () => [])
    const draft = { body: 'their answer', visibility: 'public', author, by_requester: false } as const
    const answer = commentOn(await getTicket(survivor.id), draft, newId(), { ...happening(), actor: actorOf(agent) })
    await commitTicket(answer, [putComment(answer)])
    pool.onAnyCommand().resolves({})

    expect((await asAdmin('eraseUser', { params: { id: agent.id } })).status).toBe(200)

    const { comments } = await listComments(survivor.id, { afterSeq: 0, limit: 10, withInternal: true })
    expect(comments.map(({ body, author: { name } }) => ({ body, name }))).toEqual([
      { body: '[erased]', name: '[erased]' },
      { body: 'their answer', name: agent.name },
    ])
  })

  it('removes the person’s words from labels of their tickets; the decisions stay', async () => {
    const customer = await aCustomer()
    const requester = { id: customer.id, name: customer.name, email: customer.email }
    const ticket = await storeWaitingTicket({ requester, title: 'My secret', description: 'about the zeppelin' })
    const patched = patchTicket(ticket, { priority: 'high' }, happening(), departmentOf)
    await commitTicket(patched, labelOf(ticket, patched.ticket, 'anna', new Date(patched.event.at)))
    pool.on(AdminDeleteUserCommand).resolves({})

    expect((await asAdmin('eraseUser', { params: { id: customer.id } })).status).toBe(200)

    const label = (await newestLabels(10, undefined)).find(({ ticket_id }) => ticket_id === ticket.id)
    expect(label).toMatchObject({ text: '[erased]', priority: 'high', labelled_by: 'anna' })
    expect((await labelsOfModel(undefined)).map(({ ticket_id }) => ticket_id)).not.toContain(ticket.id)
  })

  it('continues where it was interrupted, and changes nothing when repeated', async () => {
    const customer = await aCustomer()
    pool.on(AdminDeleteUserCommand).rejects(new UserNotFoundException({ message: 'gone', $metadata: {} }))

    expect((await asAdmin('eraseUser', { params: { id: customer.id } })).status).toBe(200)
    const { version } = await getUser(customer.id)
    expect((await asAdmin('eraseUser', { params: { id: customer.id } })).status).toBe(200)
    expect(await getUser(customer.id)).toMatchObject({ version })
  })
})
