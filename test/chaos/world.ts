import { tables } from '../../functions/stores/tables.ts'
import { type ApiClient, newApiClient } from './api-client.ts'
import { type Bus, newBus } from './bus.ts'
import { type Company, foundCompany } from './company.ts'
import { type DatabaseModel, newDatabaseModel } from './database-model.ts'
import { type Faults, newFaults } from './faults.ts'
import { type Fleet, newFleet } from './fleet.ts'
import { type Ledger, newLedger } from './ledger.ts'
import { type Network, newNetwork } from './network.ts'
import type { Product } from './product.ts'
import { newQueues, type Queues } from './queues.ts'
import { newRandom, type Random } from './random.ts'
import { newServices, type Outside, throttledBy } from './services.ts'
import { newStreams, type Streams } from './streams.ts'
import { newTimeline, type Timeline } from './timeline.ts'
import type { Trace } from './trace.ts'
import { newWatch, type Watch } from './watch.ts'
import type { Wiring } from './wiring.ts'

/** The whole simulated system: the product's functions between models of the services that they run on. */
export interface World {
  readonly timeline: Timeline
  readonly random: Random
  readonly faults: Faults
  readonly database: DatabaseModel
  readonly fleet: Fleet
  readonly queues: Queues
  readonly bus: Bus
  readonly streams: Streams
  readonly api: ApiClient
  readonly company: Company
  readonly outside: Outside
  readonly ledger: Ledger
  readonly watch: Watch
}

export interface WorldOptions {
  readonly seed: number
  readonly product: Product
  readonly wiring: Wiring
  /** Told of everything that happens, in order. */
  readonly trace: Trace
}

const START = Date.parse('2026-03-02T09:00:00.000Z')
const FOUNDED = new Date('2026-01-05T09:00:00.000Z')
const SHARDS = 1
const ORIGIN_SECRET = 'origin-secret'

const queueUrl = (name: string): string => `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`

const SETTINGS: Readonly<Record<string, string>> = {
  AWS_REGION: 'us-east-1',
  TICKETS_TABLE: 'Tickets',
  AGENT_LOAD_TABLE: 'AgentLoad',
  INSIGHT_TABLE: 'Insight',
  SEARCH_TABLE: 'Search',
  CONNECTIONS_TABLE: 'Connections',
  TICKET_QUEUE_URL: queueUrl('TicketQueue'),
  NOTIFY_PEOPLE_QUEUE_URL: queueUrl('NotifyPeopleQueue'),
  INTAKE_DLQ_URL: queueUrl('AcceptTicketDeadLetters'),
  EVENT_BUS_NAME: 'plimsoll',
  USER_POOL_ID: 'us-east-1_Simulation',
  USER_POOL_CLIENT_ID: 'simulation',
  SOCKET_ENDPOINT: 'https://socket.example.org/ws',
  ORIGIN_SECRET_ARN: ORIGIN_SECRET,
  TRACKING_SECRET_ARN: 'tracking-secret',
  SITE_URL: 'https://support.example.org',
  MAIL_FROM: 'support@example.org',
  MODEL_PROVIDER: 'bedrock',
  MODEL_ID: 'model',
  RATE_LIMIT: '0',
  INDEX_SHARDS: String(SHARDS),
  VERSION: '0.0.0',
}

/** A world in which nothing has happened yet but that a company was founded. */
export const newWorld = ({ seed, product, wiring, trace }: WorldOptions): World => {
  const random = newRandom(seed)
  const timeline = newTimeline(START)
  const faults = newFaults(random)
  const database = newDatabaseModel(tables)
  const watch = newWatch(database)
  const company = foundCompany(database, random, FOUNDED, SHARDS)
  const outside: Outside = {
    mails: [],
    told: [],
    openSockets: new Set(),
    admissions: new Map(),
    groups: new Map(
      [company.admin, ...company.agents, ...company.customers].map(({ email, role }) => [email, new Set([`${role}s`])]),
    ),
  }

  let network: Network | undefined
  const fleet = newFleet({
    product,
    timeline,
    random,
    network: () => {
      if (!network) throw new Error('nothing is connected yet')
      return network
    },
    settings: SETTINGS,
    trace,
    moment: () => database.moment(),
  })
  const queues = newQueues({ wiring: wiring.queues, timeline, random, faults, fleet })
  const bus = newBus({ rules: wiring.rules, timeline, random, faults, queues, fleet })
  const services = newServices({
    database,
    timeline,
    queues,
    bus,
    random,
    faults,
    outside,
    writing: (caller) => watch.written(caller.since()),
  })
  network = newNetwork({ timeline, random, faults, services, throttled: throttledBy, trace })
  const streams = newStreams({ database, timeline, random, fleet })
  const ledger = newLedger()
  const api = newApiClient({ timeline, random, fleet, originSecret: ORIGIN_SECRET, broken: ledger.broken })
  return { timeline, random, faults, database, fleet, queues, bus, streams, api, company, outside, ledger, watch }
}
