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
import { type Guard, newGuard, type Roles } from './roles.ts'
import { newServices, type Outside, throttledBy } from './services.ts'
import { newStreams, type Streams } from './streams.ts'
import { newTimeline, type Timeline } from './timeline.ts'
import type { Trace } from './trace.ts'
import { newWatch, type Watch } from './watch.ts'
import type { Wiring } from './wiring.ts'

/** The whole simulated system: the product's functions on models of the AWS services. */
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
  readonly guard: Guard
}

export interface WorldOptions {
  readonly seed: number
  readonly product: Product
  readonly wiring: Wiring
  readonly roles: Roles
  /** Records everything that happens, in order. */
  readonly trace: Trace
}

const START = Date.parse('2026-03-02T09:00:00.000Z')
const FOUNDED = new Date('2026-01-05T09:00:00.000Z')
const SHARDS = 1
const FRONT_DOOR = 'functions/api/intake.ts'

/** Environment variables of all functions in addition to the template's. There is no rate limit. */
const EVERYWHERE = { AWS_REGION: 'us-east-1', INDEX_SHARDS: String(SHARDS), RATE_LIMIT: '0' } as const

/** A new world, with its company founded. */
export const newWorld = ({ seed, product, wiring, roles, trace }: WorldOptions): World => {
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
    settingsOf: (path) => ({ ...roles(path).settings, ...EVERYWHERE }),
    trace,
    moment: () => database.moment(),
  })
  const queues = newQueues({ wiring: wiring.queues, timeline, random, faults, fleet })
  const bus = newBus({ rules: wiring.rules, timeline, random, faults, queues, fleet })
  const guard = newGuard(roles)
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
  network = newNetwork({ timeline, random, faults, services, admit: guard.admit, throttled: throttledBy, trace })
  const streams = newStreams({ database, timeline, random, fleet })
  const ledger = newLedger()
  const api = newApiClient({
    timeline,
    random,
    fleet,
    originSecret: roles(FRONT_DOOR).settings.ORIGIN_SECRET_ARN ?? '',
    broken: ledger.broken,
  })
  return {
    timeline,
    random,
    faults,
    database,
    fleet,
    queues,
    bus,
    streams,
    api,
    company,
    outside,
    ledger,
    watch,
    guard,
  }
}
