import type { FunctionWorker } from '../workers.ts'

/**
 * Limits on the threads of one function and of all functions; beyond them an event waits its turn. A thread with the
 * SDK takes about 25 MB, and the host with its emulators may use 600 MB. An event spends half of its time waiting for
 * the database, so two threads would leave two cores partly idle. Eight functions follow a new ticket: an extra thread
 * of one must not end another's that is needed again at once, or they would keep ending each other's.
 */
const WORKERS_PER_FUNCTION = 3
const WORKERS_IN_ALL = 12
/** A worker that had nothing to do for this long is ended. */
const IDLE_MS = 60_000
/** A worker idle for this long makes room for an extra one of another function; checked at this interval. */
const SPARE_MS = 5_000

/** The workers of one function. */
export interface WorkerPool {
  /**
   * Lends a worker until the work is settled; callers wait for a free one, first come, first served.
   *
   * @throws Error when the pools close before a worker is free
   */
  withWorker<Result>(work: (worker: FunctionWorker) => Promise<Result>): Promise<Result>
}

/** The workers of all functions, which share one limit. */
export interface WorkerPools {
  /**
   * Adds the pool of a function; no worker starts before it is needed.
   *
   * @param concurrency the most events that the function may run at once; this machine's own limit may be lower
   */
  addPool(start: () => FunctionWorker, concurrency: number): WorkerPool
  /** Ends every worker as soon as it is free, so that each function's next event has a new one. */
  renew(): void
  /** Ends every worker at once; waiting callers are refused. */
  close(): Promise<void>
}

interface Pool {
  readonly start: () => FunctionWorker
  readonly limit: number
  /** Idle workers, most recently used last; `since` is in milliseconds since the epoch. */
  readonly idle: { readonly worker: FunctionWorker; readonly since: number }[]
  readonly busy: Set<FunctionWorker>
}

/** An event that waits for a worker of its function. */
interface Waiting {
  readonly pool: Pool
  readonly place: PromiseWithResolvers<FunctionWorker>
}

/**
 * Ends the worker that has been idle longest, of any function.
 *
 * @param time in milliseconds since the epoch; workers used after it do not count
 * @returns whether there was one
 */
const endOldestIdle = (pools: readonly Pool[], time: number): boolean => {
  const idlers = pools.flatMap(({ idle }) => idle.map((idler) => ({ idle, idler })))
  const oldest = idlers.toSorted((a, b) => a.idler.since - b.idler.since)[0]
  if (!oldest || oldest.idler.since > time) return false
  oldest.idle.splice(oldest.idle.indexOf(oldest.idler), 1)
  void oldest.idler.worker.stop()
  return true
}

/** Ends the workers that have been idle since this time or longer, in milliseconds since the epoch. */
const endIdle = (pools: readonly Pool[], time: number): void => {
  for (const { idle } of pools) {
    const old = idle.filter(({ since }) => since <= time)
    for (const idler of old) {
      idle.splice(idle.indexOf(idler), 1)
      void idler.worker.stop()
    }
  }
}

/** Starts with no pool and no worker. */
export const startWorkerPools = (): WorkerPools => {
  const pools: Pool[] = []
  /** Workers that are not lent again. */
  let stale: WeakSet<FunctionWorker> = new WeakSet()
  /** Events of all functions, first come, first served, so that no function waits for ever behind a busy one. */
  const waiting: Waiting[] = []
  let closing = false

  const liveWorkers = (): number => pools.reduce((sum, { idle, busy }) => sum + idle.length + busy.size, 0)

  /** A worker of the pool, if one is idle or may be started; it counts as busy from now on. */
  const take = (pool: Pool): FunctionWorker | undefined => {
    let worker = pool.idle.pop()?.worker
    while (worker && !worker.isAlive()) worker = pool.idle.pop()?.worker
    if (!worker && !closing && pool.busy.size < pool.limit) {
      const idleSince = pool.busy.size === 0 ? Date.now() : Date.now() - SPARE_MS
      if (liveWorkers() < WORKERS_IN_ALL || endOldestIdle(pools, idleSince)) worker = pool.start()
    }
    if (worker) pool.busy.add(worker)
    return worker
  }

  /** Gives free workers to those who wait for one. */
  const serveWaiting = (): void => {
    const refused = new Set<Pool>()
    for (const one of [...waiting]) {
      const worker = refused.has(one.pool) ? undefined : take(one.pool)
      if (!worker) {
        refused.add(one.pool)
        continue
      }
      waiting.splice(waiting.indexOf(one), 1)
      one.place.resolve(worker)
    }
  }

  const reaper = setInterval(() => {
    endIdle(pools, Date.now() - IDLE_MS)
    serveWaiting()
  }, SPARE_MS).unref()

  const giveBack = (pool: Pool, worker: FunctionWorker): void => {
    pool.busy.delete(worker)
    if (stale.has(worker)) void worker.stop()
    else if (worker.isAlive()) pool.idle.push({ worker, since: Date.now() })
    serveWaiting()
  }

  /** Waits for a worker behind earlier callers; refused once the pools close. */
  const turn = (pool: Pool): Promise<FunctionWorker> => {
    const place = Promise.withResolvers<FunctionWorker>()
    if (closing) place.reject(new Error('the host is stopping'))
    else waiting.push({ pool, place })
    return place.promise
  }

  return {
    addPool: (start, concurrency) => {
      const limit = Math.min(concurrency, WORKERS_PER_FUNCTION)
      const pool: Pool = { start, limit, idle: [], busy: new Set() }
      pools.push(pool)
      return {
        withWorker: async (work) => {
          const free = waiting.some((one) => one.pool === pool) ? undefined : take(pool)
          const worker = free ?? (await turn(pool))
          try {
            return await work(worker)
          } finally {
            giveBack(pool, worker)
          }
        },
      }
    },
    renew: () => {
      stale = new WeakSet(pools.flatMap(({ busy }) => [...busy]))
      endIdle(pools, Number.POSITIVE_INFINITY)
      serveWaiting()
    },
    close: async () => {
      closing = true
      clearInterval(reaper)
      for (const { place } of waiting.splice(0)) place.reject(new Error('the host is stopping'))
      const live = pools.flatMap(({ idle, busy }) => [...idle.map(({ worker }) => worker), ...busy])
      await Promise.all(live.map((worker) => worker.stop()))
    },
  }
}
