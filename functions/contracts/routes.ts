import * as z from 'zod'
import { allOf, Id, listOf, paging, period } from './basics.ts'
import { Department, DepartmentPatch, NewDepartment } from './department.ts'
import { AuditEvent, AuditQuery, TicketEvent } from './events.ts'
import {
  Forecast,
  ForecastQuery,
  MergePlan,
  PolicyComparison,
  PolicyLabRequest,
  ScoreboardRow,
  Statistics,
  TriageModel,
} from './insight.ts'
import type { RouteName } from './paths.ts'
import {
  Agent,
  AgentPatch,
  Application,
  ApplicationDecision,
  ForgotPassword,
  Login,
  LogoutRequest,
  NewApplication,
  OwnAgent,
  PresenceChange,
  RefreshRequest,
  ResetPassword,
  Session,
  Signup,
  User,
  UserAnswer,
} from './people.ts'
import { type Noun, noBody, type RouteContract, route } from './route-contract.ts'
import { AssignmentChange, FairnessReport, QueuedTicket, RoutingDecision } from './routing.ts'
import { RealtimeTicket, RealtimeTicketRequest } from './socket.ts'
import {
  Comment,
  NewComment,
  NewTicket,
  OpenedTicket,
  Status,
  Ticket,
  TicketExportQuery,
  TicketPatch,
  TicketQuery,
} from './ticket.ts'
import { Classification, ClassifyRequest, TriageDecision } from './triage.ts'
import {
  CannedReply,
  CannedReplyPatch,
  Health,
  NewCannedReply,
  NewSavedView,
  SavedView,
  SavedViewPatch,
  Settings,
  SiteConfig,
  Unsubscribe,
} from './workspace.ts'

const everyone = ['guest', 'customer', 'agent', 'admin'] as const
const signedIn = ['customer', 'agent', 'admin'] as const
const staff = ['agent', 'admin'] as const
const admins = ['admin'] as const

const byId = z.strictObject({ id: Id })
const auditQuery = z.strictObject({ ...AuditQuery, ...paging })
const pageQuery = z.strictObject(paging)
const noAnswer = { status: 204, response: noBody } as const
const csv = { media: 'text/csv', response: z.string() } as const

/** The whole HTTP surface: read by the gateway, the handlers, the browser's types, the tests and the OpenAPI document. */
export const routes = {
  getHealth: route('getHealth', { noun: 'meta', who: everyone, response: Health }),
  getOpenApi: route('getOpenApi', { noun: 'meta', who: everyone, response: z.record(z.string(), z.unknown()) }),
  getConfig: route('getConfig', { noun: 'meta', who: everyone, response: SiteConfig }),
  unsubscribe: route('unsubscribe', { noun: 'people', who: everyone, body: Unsubscribe, ...noAnswer }),

  signup: route('signup', { noun: 'session', who: everyone, body: Signup, status: 201, response: UserAnswer }),
  login: route('login', { noun: 'session', who: everyone, body: Login, response: Session }),
  refreshSession: route('refreshSession', {
    noun: 'session',
    who: everyone,
    body: RefreshRequest,
    response: Session.partial({ refresh_token: true }),
  }),
  logout: route('logout', { noun: 'session', who: signedIn, body: LogoutRequest.optional(), ...noAnswer }),
  forgotPassword: route('forgotPassword', { noun: 'session', who: everyone, body: ForgotPassword, ...noAnswer }),
  resetPassword: route('resetPassword', { noun: 'session', who: everyone, body: ResetPassword, ...noAnswer }),
  getMe: route('getMe', { noun: 'session', who: signedIn, response: UserAnswer }),
  changePresence: route('changePresence', {
    noun: 'session',
    who: signedIn,
    body: PresenceChange,
    response: UserAnswer,
  }),

  createTicket: route('createTicket', {
    noun: 'intake',
    who: everyone,
    body: NewTicket,
    status: 201,
    response: OpenedTicket,
  }),
  classifyTicket: route('classifyTicket', {
    noun: 'classify',
    who: everyone,
    body: ClassifyRequest,
    response: Classification,
  }),
  listTickets: route('listTickets', { noun: 'tickets', who: signedIn, query: TicketQuery, response: listOf(Ticket) }),
  exportTickets: route('exportTickets', { noun: 'tickets', who: admins, query: TicketExportQuery, ...csv }),
  getTicket: route('getTicket', { noun: 'tickets', who: everyone, params: byId, response: Ticket }),
  patchTicket: route('patchTicket', { noun: 'tickets', who: staff, params: byId, body: TicketPatch, response: Ticket }),
  patchTicketStatus: route('patchTicketStatus', {
    noun: 'tickets',
    who: staff,
    params: byId,
    body: z.strictObject({ status: Status }),
    response: Ticket,
  }),
  listTicketEvents: route('listTicketEvents', {
    noun: 'tickets',
    who: staff,
    params: byId,
    response: allOf(TicketEvent),
  }),
  listRoutingDecisions: route('listRoutingDecisions', {
    noun: 'tickets',
    who: staff,
    params: byId,
    response: allOf(RoutingDecision),
  }),
  changeAssignment: route('changeAssignment', {
    noun: 'tickets',
    who: admins,
    params: byId,
    body: AssignmentChange,
    response: Ticket,
  }),
  mergeTicket: route('mergeTicket', {
    noun: 'tickets',
    who: staff,
    params: byId,
    body: z.strictObject({ into: Id }),
    response: Ticket,
  }),
  unmergeTicket: route('unmergeTicket', { noun: 'tickets', who: staff, params: byId, response: Ticket }),
  decideTriage: route('decideTriage', {
    noun: 'tickets',
    who: staff,
    params: byId,
    body: TriageDecision,
    response: Ticket,
  }),

  listComments: route('listComments', {
    noun: 'conversation',
    who: everyone,
    params: byId,
    query: pageQuery,
    response: listOf(Comment),
  }),
  addComment: route('addComment', {
    noun: 'conversation',
    who: everyone,
    params: byId,
    body: NewComment,
    status: 201,
    response: Comment,
  }),
  confirmTicket: route('confirmTicket', {
    noun: 'conversation',
    who: ['guest', 'customer'],
    params: byId,
    response: Ticket,
  }),

  listAgents: route('listAgents', { noun: 'people', who: admins, response: allOf(Agent) }),
  getOwnAgent: route('getOwnAgent', { noun: 'people', who: ['agent'], response: OwnAgent }),
  patchAgent: route('patchAgent', { noun: 'people', who: admins, params: byId, body: AgentPatch, response: Agent }),
  removeAgent: route('removeAgent', { noun: 'people', who: admins, params: byId, ...noAnswer }),
  listUsers: route('listUsers', { noun: 'people', who: admins, query: pageQuery, response: listOf(User) }),
  eraseUser: route('eraseUser', { noun: 'people', who: admins, params: byId, response: UserAnswer }),
  listApplications: route('listApplications', {
    noun: 'people',
    who: ['customer', 'admin'],
    query: pageQuery,
    response: listOf(Application),
  }),
  applyAsAgent: route('applyAsAgent', {
    noun: 'people',
    who: ['customer'],
    body: NewApplication,
    status: 201,
    response: Application,
  }),
  decideApplication: route('decideApplication', {
    noun: 'people',
    who: admins,
    params: byId,
    body: ApplicationDecision,
    response: Application,
  }),
  listModRequests: route('listModRequests', {
    noun: 'people',
    who: ['customer', 'admin'],
    query: pageQuery,
    response: listOf(Application),
  }),
  requestModeration: route('requestModeration', {
    noun: 'people',
    who: ['customer'],
    body: NewApplication,
    status: 201,
    response: Application,
  }),

  listDepartments: route('listDepartments', { noun: 'departments', who: staff, response: allOf(Department) }),
  createDepartment: route('createDepartment', {
    noun: 'departments',
    who: admins,
    body: NewDepartment,
    status: 201,
    response: Department,
  }),
  patchDepartment: route('patchDepartment', {
    noun: 'departments',
    who: admins,
    params: byId,
    body: DepartmentPatch,
    response: Department,
  }),
  listQueue: route('listQueue', { noun: 'departments', who: admins, response: allOf(QueuedTicket) }),
  getSettings: route('getSettings', { noun: 'departments', who: staff, response: Settings }),
  putSettings: route('putSettings', { noun: 'departments', who: admins, body: Settings, response: Settings }),
  listCannedReplies: route('listCannedReplies', { noun: 'departments', who: staff, response: allOf(CannedReply) }),
  createCannedReply: route('createCannedReply', {
    noun: 'departments',
    who: staff,
    body: NewCannedReply,
    status: 201,
    response: CannedReply,
  }),
  patchCannedReply: route('patchCannedReply', {
    noun: 'departments',
    who: staff,
    params: byId,
    body: CannedReplyPatch,
    response: CannedReply,
  }),
  removeCannedReply: route('removeCannedReply', { noun: 'departments', who: staff, params: byId, ...noAnswer }),
  listViews: route('listViews', { noun: 'departments', who: staff, response: allOf(SavedView) }),
  createView: route('createView', {
    noun: 'departments',
    who: staff,
    body: NewSavedView,
    status: 201,
    response: SavedView,
  }),
  patchView: route('patchView', {
    noun: 'departments',
    who: staff,
    params: byId,
    body: SavedViewPatch,
    response: SavedView,
  }),
  removeView: route('removeView', { noun: 'departments', who: staff, params: byId, ...noAnswer }),

  getStatistics: route('getStatistics', { noun: 'insight', who: admins, response: Statistics }),
  listAudit: route('listAudit', { noun: 'insight', who: admins, query: auditQuery, response: listOf(AuditEvent) }),
  exportAudit: route('exportAudit', { noun: 'insight', who: admins, query: z.strictObject(AuditQuery), ...csv }),
  getFairness: route('getFairness', {
    noun: 'insight',
    who: admins,
    query: z.strictObject(period),
    response: FairnessReport,
  }),
  getForecast: route('getForecast', { noun: 'insight', who: admins, query: ForecastQuery, response: Forecast }),
  listMerges: route('listMerges', { noun: 'insight', who: admins, response: allOf(MergePlan) }),
  checkMerges: route('checkMerges', { noun: 'insight', who: admins, response: allOf(MergePlan) }),
  approveMerge: route('approveMerge', { noun: 'insight', who: admins, params: byId, response: MergePlan }),
  rejectMerge: route('rejectMerge', { noun: 'insight', who: admins, params: byId, response: MergePlan }),
  undoMerge: route('undoMerge', { noun: 'insight', who: admins, params: byId, response: MergePlan }),
  getScoreboard: route('getScoreboard', { noun: 'insight', who: admins, response: allOf(ScoreboardRow) }),
  listTriageModels: route('listTriageModels', { noun: 'insight', who: admins, response: allOf(TriageModel) }),
  rollbackTriageModel: route('rollbackTriageModel', {
    noun: 'insight',
    who: admins,
    params: z.strictObject({ version: z.coerce.number().int().min(1) }),
    response: TriageModel,
  }),
  comparePolicies: route('comparePolicies', {
    noun: 'insight',
    who: admins,
    body: PolicyLabRequest,
    response: PolicyComparison,
  }),

  openRealtime: route('openRealtime', {
    noun: 'realtime',
    who: everyone,
    body: RealtimeTicketRequest.optional(),
    response: RealtimeTicket,
  }),
} satisfies Record<RouteName, RouteContract>

export type Routes = typeof routes
/** The routes that one noun's function must serve. */
export type RoutesOf<OneNoun extends Noun> = {
  [Name in RouteName]: Routes[Name]['noun'] extends OneNoun ? Name : never
}[RouteName]

export type Params<Name extends RouteName> = z.output<Routes[Name]['params']>
export type Query<Name extends RouteName> = z.output<Routes[Name]['query']>
export type Body<Name extends RouteName> = z.output<Routes[Name]['body']>
export type Answer<Name extends RouteName> = z.input<Routes[Name]['response']>
