import { DASHBOARD_POLICY, DASHBOARD_STYLE, dashboardPage, STYLE_PATH } from '../dashboard/page.ts'
import type { Dashboard } from '../dashboard.ts'
import type { GatewayAnswer, GatewayRequest } from '../http-api.ts'
import type { Mailbox, MailboxBehaviour } from '../mailbox.ts'
import { mailboxBehaviours } from '../mailbox.ts'
import type { Metrics } from '../metrics.ts'
import { type Model, type ModelBehaviour, modelBehaviours } from '../model.ts'
import { isForeign } from '../own-host.ts'
import type { Permissions } from '../permissions.ts'
import type { Schedules } from '../schedules.ts'

export interface OperatorRoutesOptions {
  readonly mailbox: Mailbox
  readonly model: Model
  readonly schedules: Schedules
  readonly permissions: Permissions
  readonly metrics: Metrics
  readonly dashboard: Dashboard
  /** Resolves with whether the host became quiet in time. */
  readonly quiet: () => Promise<boolean>
}

/** Answers what lies below `/_local/`: views and controls for operators and tests, on this host only. */
export type OperatorRoutes = (request: GatewayRequest) => Promise<GatewayAnswer>

const json = (status: number, body: unknown): GatewayAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: Buffer.from(JSON.stringify(body)),
})

const text = (type: string, body: string): GatewayAnswer => ({
  status: 200,
  headers: {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'content-security-policy': DASHBOARD_POLICY,
    'x-content-type-options': 'nosniff',
  },
  body: Buffer.from(body),
})

/** The `behaviour` of a body, if it is one of those known. */
const behaviourOf = <Behaviour extends string>(body: Buffer, known: readonly Behaviour[]): Behaviour | undefined => {
  try {
    const { behaviour } = JSON.parse(body.toString()) as { readonly behaviour?: unknown }
    return known.find((each) => each === behaviour)
  } catch {
    return undefined
  }
}

const SCHEDULE_STATUS = { succeeded: 200, failed: 502, denied: 403, unknown: 404 } as const

export const operatorRoutes = (options: OperatorRoutesOptions): OperatorRoutes => {
  const { mailbox, model, schedules, permissions, metrics, dashboard, quiet } = options

  const runSchedule = async (name: string): Promise<GatewayAnswer> => {
    const outcome = await schedules.runSchedule(name)
    return json(SCHEDULE_STATUS[outcome], { schedule: name, outcome })
  }
  const setModel = ({ body }: GatewayRequest): GatewayAnswer => {
    const behaviour = behaviourOf<ModelBehaviour>(body, modelBehaviours)
    if (!behaviour) return json(422, { detail: `behaviour must be one of ${modelBehaviours.join(', ')}` })
    model.setBehaviour(behaviour)
    return json(200, { behaviour })
  }
  const setMailbox = ({ body }: GatewayRequest): GatewayAnswer => {
    const behaviour = behaviourOf<MailboxBehaviour>(body, mailboxBehaviours)
    if (!behaviour) return json(422, { detail: `behaviour must be one of ${mailboxBehaviours.join(', ')}` })
    mailbox.setBehaviour(behaviour)
    return json(200, { behaviour })
  }

  const routes: Readonly<Record<string, (request: GatewayRequest) => GatewayAnswer | Promise<GatewayAnswer>>> = {
    'GET /_local/mailbox': () => json(200, mailbox.list()),
    'POST /_local/mailbox': setMailbox,
    'GET /_local/denials': () => json(200, permissions.denials()),
    'GET /_local/calls': () => json(200, permissions.allowedCalls()),
    'GET /_local/metrics': () => json(200, metrics.list()),
    'GET /_local/dashboard': () => {
      const now = new Date()
      return text('text/html', dashboardPage(dashboard(now), now))
    },
    [`GET ${STYLE_PATH}`]: () => text('text/css', DASHBOARD_STYLE),
    'GET /_local/model': () => json(200, model.requests()),
    'POST /_local/model': setModel,
    'GET /_local/quiet': async () => ((await quiet()) ? json(200, { quiet: true }) : json(503, { quiet: false })),
  }

  return async (request) => {
    if (request.method !== 'GET' && isForeign(request.headers)) {
      return json(403, { detail: 'a page of another origin may not change anything here' })
    }
    const route = routes[`${request.method} ${request.path}`]
    if (route) return route(request)
    const [, schedule] = /^\/_local\/schedules\/([\w-]+)$/.exec(request.path) ?? []
    if (schedule && request.method === 'POST') return runSchedule(schedule)
    return json(404, { detail: `nothing here for ${request.method} ${request.path}` })
  }
}
