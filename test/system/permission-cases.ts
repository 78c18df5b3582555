import { DEMO_PASSWORD } from '../../bin/demo-password.ts'
import type { RouteName } from '../../functions/contracts/paths.ts'
import type { TicketAction } from '../../functions/domain/permissions.ts'
import type { CallOptions } from '../support/test-system.ts'

/** Who may ask: the owner and the holder of a ticket, the agent who carries it, and others. */
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

/** What the requests of the table are about. */
export interface World {
  /** A ticket of the owner, which the assigned agent carries; for the holder, a guest's. */
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

/** What a ticket's route does to it, in the words of the permission matrix. */
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

/** What each route is asked, for those that need more than their path. */
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

/** Answers to somebody who may ask, where the request is refused for what it asks, not for who asks. */
export const refused: Partial<Record<RouteName, number | Partial<Record<Identity, number>>>> = {
  unsubscribe: 422,
  resetPassword: 422,
  mergeTicket: 409,
  unmergeTicket: 409,
  decideTriage: 409,
  // Applied a moment ago by the other name of the route.
  requestModeration: 409,
  // Destructive for those who share the system: nobody has this id.
  removeAgent: 404,
  removeCannedReply: 404,
  removeView: 404,
  approveMerge: 404,
  rejectMerge: 404,
  undoMerge: 404,
  rollbackTriageModel: 404,
  // A view that its owner does not share is nobody else's business.
  patchView: { 'other agent': 404, admin: 404 },
  // The door is open to guests, but only a ticket's key opens the socket to them.
  openRealtime: { anonymous: 401, holder: 401 },
}
