import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { mockClient } from 'aws-sdk-client-mock'
import { expect } from 'vitest'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { assignTicket } from '../../functions/domain/assignment/changes.ts'
import { setPresence, signUp } from '../../functions/domain/people.ts'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { SYSTEM, type TicketChange } from '../../functions/domain/ticket/change.ts'
import { type ApiCall, callApi } from './call-api.ts'
import { startEmbeddedTables } from './embedded-tables.ts'
import { aSignedInUser, aStoredTicket, BILLING, TECHNICAL } from './tickets.ts'

/**
 * The routes about people on real tables, with two departments and an admin; the user pool refuses every call that a
 * test does not expect. Import further stores after this.
 */
export const openPeopleDesk = async () => {
  const close = await startEmbeddedTables()
  const { handler } = await import('../../functions/api/people.ts')
  const { commitUser, getUser, takeEmail } = await import('../../functions/stores/people.ts')
  const { createDepartment } = await import('../../functions/stores/departments.ts')
  const { commitTicket } = await import('../../functions/stores/tickets.ts')
  const { newId } = await import('../../functions/platform/ids.ts')

  const pool = mockClient(CognitoIdentityProviderClient)
  pool.onAnyCommand().rejects(new Error('not expected'))
  const admin = aSignedInUser({ id: newId(), role: 'admin', name: 'Ada', department_id: null })
  const happening = () => ({ event_id: newId(), actor: SYSTEM, now: new Date() })
  await createDepartment(BILLING, happening(), [])
  await createDepartment(TECHNICAL, happening(), [])

  const call = (route: ApiCall['route'], given: Omit<ApiCall, 'route'> = {}) => callApi(handler, { route, ...given })
  const asAdmin = (route: ApiCall['route'], given: Omit<ApiCall, 'route'> = {}) => call(route, { as: admin, ...given })

  const aCustomer = async (): Promise<SignedIn> => {
    const id = newId()
    const email = `${id.toLowerCase()}@example.org`
    await commitUser(signUp({ id, email, name: 'Lena Krause' }, { event_id: newId(), now: new Date() }), [
      takeEmail(email, id),
    ])
    return { kind: 'user', id, role: 'customer', name: 'Lena Krause', email, department_id: null }
  }

  /** @returns the id of the customer's application */
  const applied = async (customer: SignedIn): Promise<string> => {
    const body = { motivation: 'I like to help', skills: ['refunds', 'refunds'] }
    return String((await call('applyAsAgent', { as: customer, body })).body.id)
  }

  /** Stores a ticket's change. @returns the changed ticket */
  const written = async (change: TicketChange): Promise<TicketState> => {
    expect(await commitTicket(change)).toBe('written')
    return change.ticket
  }

  /** Stores a ticket that waits in billing. */
  const storeWaitingTicket = (given: Partial<TicketState> = {}): Promise<TicketState> => {
    const id = newId()
    const ticket = aStoredTicket({ id, number: `PL-${id.slice(-8)}`, version: 1, ...given })
    const event = {
      event_id: newId(),
      type: 'ticket_created' as const,
      subject: `TICKET#${id}`,
      ticket_id: id,
      seq: 1,
      at: ticket.created_at,
      actor: SYSTEM,
      changes: {},
      data: {},
    }
    return written({ before: null, ticket, event })
  }

  return {
    close,
    pool,
    admin,
    happening,
    call,
    asAdmin,
    aCustomer,
    applied,
    written,
    storeWaitingTicket,
    /** Somebody who was approved as an agent of billing and is online. */
    anAgent: async (capacity = 5): Promise<SignedIn> => {
      const customer = await aCustomer()
      const id = await applied(customer)
      const body = { state: 'approved', department_id: BILLING.id, capacity }
      expect((await asAdmin('decideApplication', { params: { id }, body })).status).toBe(200)
      const online = setPresence(await getUser(customer.id), 'online', happening())
      if (online) expect(await commitUser(online)).toBe('written')
      return { ...customer, role: 'agent', department_id: BILLING.id }
    },
    /** A ticket of billing that an agent has. */
    givenTo: async (agent: SignedIn): Promise<TicketState> => {
      const ticket = await storeWaitingTicket()
      const holder = { id: agent.id, name: agent.name, department_id: BILLING.id }
      const decision = { outcome: 'assigned', reason: 'a test', strategy: 'balanced', policy_version: 1 } as const
      return written(assignTicket(ticket, holder, { decision, override: false }, happening()))
    },
  }
}
