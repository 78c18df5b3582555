import { chosen, type Deed } from './customer-deeds.ts'
import type { World } from './world.ts'

const SCHEDULES = ['reconcile-load', 'check-merges', 'retry-triage', 'retrain-classifier'] as const
/** Time-out in seconds of a schedule's run, and the number and pause of its retries. */
const SCHEDULE_PATIENCE_SECONDS = 120
const SCHEDULE_RETRIES = 2
const SCHEDULE_RETRY_MS = 60_000
const MINUTE_MS = 60_000
const SOCKET_PATIENCE_SECONDS = 15

/** EventBridge Scheduler calls a function, and again if that fails. */
export const runSchedule = (world: World, name: string, retries = SCHEDULE_RETRIES): void =>
  world.fleet.invoke({
    path: `functions/schedules/${name}.ts`,
    event: {},
    patienceSeconds: SCHEDULE_PATIENCE_SECONDS,
    ended: ({ kind }) => {
      if (kind === 'answered' || retries === 0) return
      world.timeline.after(SCHEDULE_RETRY_MS, () => runSchedule(world, name, retries - 1))
    },
  })

const plansOf = ({ database }: World) => [...database.rows('Insight')].filter(({ sk }) => sk === 'MERGE')

const checkMerges: Deed = ({ api, company }, { place }) =>
  api.send({ route: 'checkMerges', as: company.admin, body: {}, key: `check-${place}` })

const decidePlan: Deed = (world, { place, dice: [which, what] }) => {
  const { api, company } = world
  const standing = plansOf(world).filter(({ state }) => state === 'proposed' || state === 'applied')
  const plan = chosen(standing.length > 0 ? standing : plansOf(world), which)
  if (!plan) return
  const route = plan.state === 'applied' ? 'undoMerge' : what < 0.8 ? 'approveMerge' : 'rejectMerge'
  api.send({ route, as: company.admin, params: { id: String(plan.id) }, body: {}, key: `plan-${place}` })
}

const changeDepartment: Deed = ({ api, company }, { dice: [which, what, value] }) => {
  const department = chosen(company.departments, which)
  if (!department) return
  const body =
    what < 0.3
      ? { strategy: chosen(['balanced', 'round_robin', 'least_busy', 'weighted'], value) }
      : what < 0.5
        ? { overflow: { enabled: value < 0.7, after_minutes: 1 + Math.floor(value * 10) } }
        : what < 0.7
          ? { offline_grace_minutes: Math.floor(value * 20) }
          : what < 0.8
            ? { auto_merge: value < 0.5 }
            : what < 0.9
              ? { admins_take_tickets: value < 0.7 }
              : { overload_threshold: 0.5 + value }
  api.send({ route: 'patchDepartment', as: company.admin, params: { id: department.id }, body })
}

const changeSettings: Deed = ({ api, company }, { dice: [digest] }) =>
  api.send({
    route: 'putSettings',
    as: company.admin,
    body: {
      fallback_category: 'general',
      fallback_priority: 'medium',
      skill_aliases: { rest: 'api' },
      skill_keywords: {},
      rate_limit: 0,
      mail_digest: digest < 0.5,
    },
  })

/** Passes a socket's event from the gateway to the product. */
const tellSocket = ({ fleet }: World, event: object, ended: () => void = () => undefined): void =>
  fleet.invoke({ path: 'functions/sockets/connection.ts', event, patienceSeconds: SOCKET_PATIENCE_SECONDS, ended })

/** A user opens the site, and sometimes one of their tickets. */
const openSocket: Deed = (world, { place, dice: [who, which, joins] }) => {
  const { company, database, outside, timeline, watch } = world
  const user = chosen([company.admin, ...company.agents, ...company.customers], who)
  const connectionId = `connection-${place}`
  const authorizer = { caller: JSON.stringify(user) }
  const socket = { requestId: connectionId, connectionId, connectedAt: timeline.now(), authorizer }
  if (!user) return
  outside.openSockets.add(connectionId)
  tellSocket(world, { requestContext: { routeKey: '$connect', ...socket } }, () => {
    outside.admissions.set(connectionId, { userId: user.id, moment: database.moment() })
  })
  const ticket = chosen(watch.tickets(), which)
  if (!ticket || joins >= 0.7) return
  const body = JSON.stringify({ action: 'join_ticket', ticket_id: ticket.id, after_seq: 0 })
  timeline.after(500, () => tellSocket(world, { requestContext: { routeKey: '$default', ...socket }, body }))
}

const closeSocket: Deed = (world, { dice: [which, told] }) => {
  const { outside } = world
  const connectionId = chosen([...outside.openSockets], which)
  if (connectionId === undefined) return
  outside.openSockets.delete(connectionId)
  // The gateway reports this only on a best-effort basis.
  const requestContext = { routeKey: '$disconnect', requestId: connectionId, connectionId, connectedAt: 0 }
  if (told < 0.9) tellSocket(world, { requestContext })
}

const look: Deed = ({ api, company, watch }, { dice: [which, what] }) => {
  const as = company.admin
  const ticket = chosen(watch.tickets(), which)
  if (what < 0.2) api.send({ route: 'listQueue', as })
  else if (what < 0.4) api.send({ route: 'getStatistics', as })
  else if (what < 0.6) api.send({ route: 'listTickets', as, query: { search: 'refund', limit: '5' } })
  else if (ticket) api.send({ route: 'getTicket', as, params: { id: ticket.id } })
}

const sweepQueue: Deed = (world) => runSchedule(world, 'sweep-queue')

const runOther: Deed = (world, { dice: [which] }) => runSchedule(world, chosen(SCHEDULES, which) ?? 'reconcile-load')

/** Shifts all clocks of the fleet by up to half a minute, either way. */
const jumpClocks: Deed = ({ fleet }, { dice: [jump] }) => fleet.jumpClocks(Math.round((jump - 0.5) * MINUTE_MS))

const recycle: Deed = ({ fleet }) => fleet.recycle()

export const houseDeeds = {
  checkMerges,
  decidePlan,
  changeDepartment,
  changeSettings,
  openSocket,
  closeSocket,
  look,
  sweepQueue,
  runSchedule: runOther,
  // The pause before the operation is the wait.
  waitLong: sweepQueue,
  jumpClocks,
  recycle,
} as const
