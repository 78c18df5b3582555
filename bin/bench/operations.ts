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
  /** Units of a table that it may cost. */
  readonly unitsGoal?: number
  /** The n-th request. @param ids of tickets that may be read and changed */
  readonly request: (ids: readonly string[], n: number) => Pick<WireRequest, 'path' | 'body'>
}

const BODY = { title: 'Charged twice', description: 'My card was charged twice. '.repeat(12) }

const listed = (name: string, query: Readonly<Record<string, string>>, goal?: number): Operation => ({
  name,
  route: 'listTickets',
  bundle: 'api-tickets',
  functionId: 'ApiTickets',
  as: 'admin',
  ...(goal !== undefined && { goal }),
  unitsGoal: 8,
  request: () => ({ path: `${paths.listTickets[1]}?${new URLSearchParams(query)}` }),
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
  unitsGoal: 1,
  request: (ids, n) => ({ path: paths.getTicket[1].replace('{id}', at(ids, n)) }),
}

export const OPERATIONS: readonly Operation[] = [
  REFERENCE,
  listed('list', { limit: '20' }),
  listed('list of two filters', { limit: '20', status: 'open', category: 'billing' }, 500),
  { ...listed('search', { limit: '20', search: 'charged' }, 700), unitsGoal: Number.POSITIVE_INFINITY },
  {
    name: 'patch',
    route: 'patchTicket',
    bundle: 'api-tickets',
    functionId: 'ApiTickets',
    as: 'admin',
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
    unitsGoal: 5,
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
    unitsGoal: 14,
    request: () => ({ path: paths.createTicket[1], body: BODY }),
  },
]
