import { DEMO_PASSWORD } from '../../bin/demo/password.ts'
import type { RouteName } from '../../functions/contracts/paths.ts'
import type { TicketAction } from '../../functions/domain/permissions.ts'
import type { CallOptions } from '../support/test-system.ts'

/** Callers: the owner of a ticket, the guest who holds a ticket's key, the agent who carries it, and others. */
export const identities = [
  'anonymous',
  'holder',
  'owner',
  'other customer',
  'assigned agent',
  'other agent',
  'admin',
] as const
export type Identity = (typeof identities)[number]

/** Ids and values that the requests of the table refer to. */
export interface World {
  /** A ticket of the owner, carried by the assigned agent; for the holder, a guest's ticket. */
  readonly ticketId: string
  readonly assigneeId: string
  readonly otherAgentId: string
  readonly departmentId: string
  readonly applicationId: string
  readonly replyId: string
  readonly viewId: string
  readonly forgottenId: string
  readonly refreshToken: string
  readonly settings: unknown
  readonly identity: Identity
}

/** The action of each ticket route, as the permission matrix names it. */
export const ticketActions: Partial<Record<RouteName, TicketAction>> = {
  getTicket: 'read',
  patchTicket: 'update',
  patchTicketStatus: 'update',
  listTicketEvents: 'read_internal',
  listRoutingDecisions: 'read_internal',
  changeAssignment: 'assign',
  mergeTicket: 'merge',
  unmergeTicket: 'merge',
  decideTriage: 'decide_triage',
  listComments: 'read',
  addComment: 'comment',
  confirmTicket: 'confirm',
}

/** The request to each route that needs more than its path. */
export const requests: Partial<Record<RouteName, (world: World) => CallOptions>> = {
  unsubscribe: () => ({ body: { token: 'guessed' } }),
  signup: ({ identity }) => ({
    body: { email: `${identity.replace(' ', '-')}@example.org`, password: 'long enough for all', name: 'New' },
  }),
  login: () => ({ body: { email: 'customer09@demo.example', password: DEMO_PASSWORD } }),
  refreshSession: ({ refreshToken }) => ({ body: { refresh_token: refreshToken } }),
  logout: () => ({ body: { refresh_token: 'already gone' } }),
  forgotPassword: () => ({ body: { email: 'nobody@example.org' } }),
  resetPassword: () => ({ body: { email: 'nobody@example.org', code: '000000', password: 'long enough for all' } }),
  changePresence: () => ({ body: { presence: 'online' } }),
  createTicket: ({ identity }) => ({
    body: {
      title: 'A question',
      description: 'May I ask?',
      ...(['anonymous', 'holder'].includes(identity) && { requester: { name: 'Guest', email: 'guest@example.org' } }),
    },
  }),
  classifyTicket: () => ({ body: { description: 'The invoice is wrong.' } }),
  patchTicket: () => ({ body: { tags: ['seen'] } }),
  patchTicketStatus: () => ({ body: { status: 'in_progress' } }),
  changeAssignment: ({ assigneeId }) => ({ body: { agent_id: assigneeId } }),
  mergeTicket: ({ ticketId }) => ({ body: { into: ticketId } }),
  decideTriage: () => ({ body: { decision: 'accept' } }),
  addComment: () => ({ body: { body: 'A word.' } }),
  patchAgent: ({ otherAgentId }) => ({ params: { id: otherAgentId }, body: { capacity: 12 } }),
  eraseUser: ({ forgottenId }) => ({ params: { id: forgottenId } }),
  applyAsAgent: () => ({ body: { motivation: 'I like to help.', skills: ['invoices'] } }),
  requestModeration: () => ({ body: { motivation: 'I like to help.', skills: ['invoices'] } }),
  decideApplication: ({ applicationId }) => ({ params: { id: applicationId }, body: { state: 'rejected' } }),
  createDepartment: () => ({ body: { name: 'Returns' } }),
  patchDepartment: ({ departmentId }) => ({ params: { id: departmentId }, body: { offline_grace_minutes: 20 } }),
  putSettings: ({ settings }) => ({ body: settings }),
  createCannedReply: () => ({ body: { title: 'Hello', body: 'Thank you for writing.' } }),
  patchCannedReply: ({ replyId }) => ({ params: { id: replyId }, body: { title: 'Good day' } }),
  createView: () => ({ body: { name: 'Mine', query: 'status=open' } }),
  patchView: ({ viewId }) => ({ params: { id: viewId }, body: { name: 'Still mine' } }),
  getForecast: ({ departmentId }) => ({ query: { department_id: departmentId } }),
  rollbackTriageModel: () => ({ params: { version: '99' } }),
  comparePolicies: ({ departmentId }) => ({
    body: {
      department_id: departmentId,
      strategy: 'least_busy',
      from: new Date(Date.now() - 3_600_000).toISOString(),
      to: new Date().toISOString(),
    },
  }),
}

/** Statuses for permitted callers where the request is refused for what it asks, not because of its caller. */
export const refused: Partial<Record<RouteName, number | Partial<Record<Identity, number>>>> = {
  unsubscribe: 422,
  resetPassword: 422,
  mergeTicket: 409,
  unmergeTicket: 409,
  decideTriage: 409,
  // The same person has just applied through `applyAsAgent`, the same route under another name.
  requestModeration: 409,
  // These would destroy what other tests of this system need, so they ask for an id that does not exist.
  removeAgent: 404,
  removeCannedReply: 404,
  removeView: 404,
  approveMerge: 404,
  rejectMerge: 404,
  undoMerge: 404,
  rollbackTriageModel: 404,
  // A view that is not shared does not exist for anybody but its owner.
  patchView: { 'other agent': 404, admin: 404 },
  // Guests may call the route, but only a ticket's key admits them to the socket.
  openRealtime: { anonymous: 401, holder: 401 },
}
