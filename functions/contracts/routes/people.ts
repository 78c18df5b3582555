import { listOf } from '../basics.ts'
import {
  Agent,
  AgentPatch,
  Application,
  ApplicationDecision,
  NewApplication,
  OwnAgent,
  User,
  UserAnswer,
} from '../people.ts'
import { admins, anybody, byId, noAnswer, pageQuery, rowsOf, shortList } from '../route-contract.ts'
import { Unsubscribe } from '../workspace.ts'

const row = rowsOf('people')

export const peopleRoutes = {
  unsubscribe: row('unsubscribe', { ...anybody, body: Unsubscribe, ...noAnswer }),
  listAgents: row('listAgents', { who: admins, ...shortList(Agent) }),
  getOwnAgent: row('getOwnAgent', { who: ['agent'], response: OwnAgent }),
  patchAgent: row('patchAgent', {
    who: admins,
    params: byId,
    body: AgentPatch,
    response: Agent,
    note: 'An admin who works in no department joins the one that is named, and stays an admin.',
  }),
  removeAgent: row('removeAgent', {
    who: admins,
    params: byId,
    ...noAnswer,
    note: 'Makes an agent a customer; an admin leaves their department and stays an admin. Open tickets go back to the queue.',
  }),
  listUsers: row('listUsers', { who: admins, query: pageQuery, response: listOf(User) }),
  eraseUser: row('eraseUser', { who: admins, params: byId, response: UserAnswer }),
  listApplications: row('listApplications', {
    who: ['customer', 'admin'],
    query: pageQuery,
    response: listOf(Application),
  }),
  applyAsAgent: row('applyAsAgent', {
    who: ['customer'],
    body: NewApplication,
    status: 201,
    response: Application,
  }),
  decideApplication: row('decideApplication', {
    who: admins,
    params: byId,
    body: ApplicationDecision,
    response: Application,
  }),
  listModRequests: row('listModRequests', {
    who: ['customer', 'admin'],
    query: pageQuery,
    response: listOf(Application),
  }),
  requestModeration: row('requestModeration', {
    who: ['customer'],
    body: NewApplication,
    status: 201,
    response: Application,
  }),
}
