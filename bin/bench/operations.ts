import { paths, type RouteName } from '../../functions/contracts/paths.ts'
import type { WireRequest } from './load.ts'

/** One thing that people ask for again and again. */
export interface Operation {
  readonly name: string
  readonly route: RouteName
  /** The function's bundle. */
  readonly bundle: string
  /** Its logical id in the template. */
  readonly functionId: string
  readonly as: 'customer' | 'admin'
  /** Requests a second of 32 connections that are aimed at with consumers held; undefined if nobody said. */
  readonly goal?: number
  /** Calls of AWS that it may make: one for what only reads, two for what writes. */
  readonly callsGoal: 1 | 2
  /** Read units that it may cost; undefined if nobody said. */
  readonly readsGoal?: number
  /** Write units that it may cost. */
  readonly writesGoal?: number
  /** The n-th request. @param ids of tickets that may be read and changed */
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

/** A read of one row: its bare server tells how fast the machine is at the moment. */
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
  // At last, since what it leaves is work for the minute sweep.
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
