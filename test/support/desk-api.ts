import type { Page } from 'playwright-core'
import type { User } from '../../functions/contracts/people.ts'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { AI, SYSTEM } from '../../functions/domain/ticket/change.ts'
import { NOW } from './clock.ts'
import {
  aComment,
  aDecision,
  anAgent,
  anEvent,
  anId,
  aTicket,
  at,
  aUser,
  departments,
  manyTickets,
} from './desk-records.ts'
import { Refusal, type Responders } from './mock-api.ts'

const sessionOf = (user: User, token: string): string =>
  JSON.stringify({ access_token: token, refresh_token: token, expires_at: NOW.getTime() + 8.64e12, user })

/** A session as if somebody had signed in before the page was opened. */
export const signedInAs = (page: Page, user: User) =>
  page.addInitScript(
    ([session, key]) => {
      if (key && session && !localStorage.getItem(key)) localStorage.setItem(key, session)
    },
    [sessionOf(user, 'mocked'), 'plimsoll.session'],
  )

/**
 * Signs another user in as a second tab does, after the one who is signed in on this page.
 *
 * @param isHeard whether the page has received the storage event, which comes a moment after the change
 */
export const signInElsewhere = (page: Page, user: User, isHeard: boolean): Promise<void> =>
  page.evaluate(
    ([session, heard]) => {
      localStorage.setItem('plimsoll.session', session)
      if (heard) window.dispatchEvent(new StorageEvent('storage'))
    },
    [sessionOf(user, 'next'), isHeard] as const,
  )

/** A desk with a list, a conversation and loads; a test gives its own answers on top. */
export const deskApi = (given: Responders = {}, tickets: readonly Ticket[] = manyTickets(24)): Responders => ({
  getConfig: () => ({ version: '0', region: 'local', socket_path: '/ws', demo: true, dashboard_url: null }),
  login: () => ({ access_token: 'a', id_token: 'i', refresh_token: 'r', expires_in: 3_600, user: aUser() }),
  getMe: () => ({ user: aUser() }),
  changePresence: ({ body }) => ({ user: aUser({ presence: body.presence as User['presence'] }) }),
  openRealtime: () => new Refusal(503, 'unavailable'),
  listTickets: () => ({ items: [...tickets], next_cursor: null }),
  getTicket: ({ params }) => tickets.find(({ id }) => id === params.id) ?? new Refusal(404, 'not_found'),
  patchTicket: ({ params, body }) => {
    const ticket = tickets.find(({ id }) => id === params.id) ?? aTicket()
    return { ...ticket, ...(body as Partial<Ticket>), version: ticket.version + 1 }
  },
  listComments: () => ({
    items: [
      aComment(),
      aComment({
        id: anId(502),
        seq: 6,
        author: { id: anId(901), name: 'Ines Martin', role: 'agent', presence: 'online' },
        body: 'Hello Lena, I am looking into it and come back to you within the hour.',
        visibility: 'public',
      }),
    ],
    next_cursor: null,
  }),
  addComment: ({ params, body }) =>
    aComment({
      id: anId(503),
      ticket_id: params.id ?? '',
      seq: 7,
      body: String(body.body),
      visibility: body.visibility === 'internal' ? 'internal' : 'public',
    }),
  listTicketEvents: () => ({
    items: [
      anEvent(),
      anEvent({
        seq: 2,
        type: 'ticket_assigned',
        actor: SYSTEM,
        at: at(118),
        changes: { priority: ['medium', 'high'] },
      }),
      anEvent({ seq: 4, type: 'triage_ready', actor: AI, at: at(60) }),
      anEvent({
        seq: 5,
        type: 'status_changed',
        actor: { kind: 'user', id: anId(902), name: 'Tom Berger' },
        at: at(1),
        changes: { status: ['open', 'in_progress'] },
      }),
    ],
  }),
  listRoutingDecisions: () => ({ items: [aDecision] }),
  listDepartments: () => ({ items: [...departments], next_cursor: null }),
  listAgents: () => ({
    items: [anAgent(), anAgent({ id: anId(902), name: 'Tom Berger', active: 10 })],
    next_cursor: null,
  }),
  listCannedReplies: () => ({ items: [], next_cursor: null }),
  listViews: () => ({ items: [], next_cursor: null }),
  ...given,
})
