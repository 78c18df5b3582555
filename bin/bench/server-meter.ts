import type { ServerOrder } from '../bench-server.ts'
import { type Load, runLoad } from './load.ts'
import { cpuOf } from './processes.ts'
import { startServed } from './served.ts'

/** A server's speed, and what each request costs it. */
export interface ServerFigures {
  readonly perSecond: number
  /** CPU of the server's process for a request, in milliseconds. */
  readonly cpuMs: number
  /** CPU of the database for a request, in milliseconds. */
  readonly databaseMs: number
}

/** What is put to a server process: which server, with which environment. */
export interface MeteredServer {
  readonly order: ServerOrder
  readonly environment: Readonly<Record<string, string>>
}

/** Each server is asked so many times for a while, so that a machine whose speed drifts is as fast for one as for the other. */
const ROUNDS = 3

interface Meter {
  /** Asks the server for a while; the first time it is warmed up before. */
  measure(): Promise<void>
  /** Ends the server. */
  close(): Promise<ServerFigures>
}

const startMeter = async (
  { order, environment }: MeteredServer,
  loadOn: (port: number) => Load,
  databasePid: number,
): Promise<Meter> => {
  const served = await startServed(order, environment)
  const load = loadOn(served.port)
  const sum = { requests: 0, seconds: 0, cpuMs: 0, databaseMs: 0 }
  const spent = async () => ({ cpuMs: (await served.cpu()) / 1_000, databaseMs: cpuOf(databasePid) })
  return {
    measure: async () => {
      let before = { cpuMs: 0, databaseMs: 0 }
      let after = before
      const { requests, perSecond } = await runLoad({
        ...load,
        warmUp: sum.requests === 0 ? load.warmUp : { requests: 0, seconds: 0 },
        seconds: load.seconds / ROUNDS,
        onCounting: async () => {
          before = await spent()
        },
        onCounted: async () => {
          after = await spent()
        },
      })
      sum.requests += requests
      sum.seconds += requests / perSecond
      sum.cpuMs += after.cpuMs - before.cpuMs
      sum.databaseMs += after.databaseMs - before.databaseMs
    },
    close: async () => {
      await served.close()
      const { requests, seconds, cpuMs, databaseMs } = sum
      return { perSecond: requests / seconds, cpuMs: cpuMs / requests, databaseMs: databaseMs / requests }
    },
  }
}

/**
 * Measures two servers in turn under the same load.
 *
 * @param loadOn the load on a port, its seconds those of all rounds together
 * @param databasePid process of the database that both of them ask
 */
export const compareServers = async (
  servers: readonly [MeteredServer, MeteredServer],
  loadOn: (port: number) => Load,
  databasePid: number,
): Promise<readonly [ServerFigures, ServerFigures]> => {
  const one = await startMeter(servers[0], loadOn, databasePid)
  const other = await startMeter(servers[1], loadOn, databasePid)
  for (let round = 0; round < ROUNDS; round++) {
    await one.measure()
    await other.measure()
  }
  return [await one.close(), await other.close()]
}
