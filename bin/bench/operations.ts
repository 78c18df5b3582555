import { paths, type RouteName } from '../../functions/contracts/paths.ts'
import type { WireRequest } from './load.ts'

/** A request that people make all the time. */
export interface Operation {
  readonly name: string
  readonly route: RouteName
  /** The function's bundle. */
  readonly bundle: string
  /** Its logical id in the template. */
  readonly functionId: string
  readonly as: 'customer' | 'admin'
  /** Goal in requests a second over 32 connections with consumers held; undefined if there is none. */
  readonly goal?: number
  /** AWS calls that it may make: one if it only reads, two if it writes. */
  readonly callsGoal: 1 | 2
  /** Read units that it may cost; undefined if there is no goal. */
  readonly readsGoal?: number
  /** Write units that it may cost. */
  readonly writesGoal?: number
  /** The n-th request. @param ids tickets that may be read and changed */
  readonly request: (ids: readonly string[], n: number) => Pick<WireRequest, 'path' | 'body'>
}

const BODY = { title: 'Charged twice', description: 'My card was charged twice. '.repeat(12) }

const LIST = {
  route: 'listTickets',
  bundle: 'api-tickets',
  functionId: 'ApiTickets',
  as: 'admin',
  callsGoal: 1,
} as const
/** Read units of a page. */
const PAGE_READS = 8

const listOf =
  (query: Readonly<Record<string, string>>): Operation['request'] =>
  () => ({
    path: `${paths.listTickets[1]}?${new URLSearchParams(query)}`,
  })

const at = (ids: readonly string[], n: number): string => ids[n % ids.length] ?? ''

/** A read of one row: the rate of its bare server shows how fast the machine is at the moment. */
export const REFERENCE: Operation = {
  name: 'get',
  route: 'getTicket',
  bundle: 'api-tickets',
  functionId: 'ApiTickets',
  as: 'admin',
  goal: 900,
  callsGoal: 1,
  readsGoal: 1,
  request: (ids, n) => ({ path: paths.getTicket[1].replace('{id}', at(ids, n)) }),
}

export const OPERATIONS: readonly Operation[] = [
  REFERENCE,
  { ...LIST, name: 'list', readsGoal: PAGE_READS, request: listOf({ limit: '20' }) },
  {
    ...LIST,
    name: 'list of two filters',
    goal: 500,
    readsGoal: PAGE_READS,
    request: listOf({ limit: '20', status: 'open', category: 'billing' }),
  },
  { ...LIST, name: 'search', goal: 700, request: listOf({ limit: '20', search: 'charged' }) },
  {
    name: 'patch',
    route: 'patchTicket',
    bundle: 'api-tickets',
    functionId: 'ApiTickets',
    as: 'admin',
    callsGoal: 2,
    request: (ids, n) => ({
      path: paths.patchTicket[1].replace('{id}', at(ids, n)),
      // Each round over the tickets changes each of them.
      body: { priority: Math.floor(n / ids.length) % 2 === 0 ? 'high' : 'low' },
    }),
  },
  {
    name: 'statistics',
    route: 'getStatistics',
    bundle: 'api-insight',
    functionId: 'ApiInsight',
    as: 'admin',
    goal: 700,
    callsGoal: 1,
    readsGoal: 5,
    request: () => ({ path: paths.getStatistics[1] }),
  },
  // Last, since it leaves work for the minute sweep.
  {
    name: 'create',
    route: 'createTicket',
    bundle: 'api-intake',
    functionId: 'ApiIntake',
    as: 'customer',
    goal: 300,
    callsGoal: 2,
    writesGoal: 14,
    request: () => ({ path: paths.createTicket[1], body: BODY }),
  },
]
