import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startWorkerPools, type WorkerPool, type WorkerPools } from '../../lib/local/workers/pools.ts'
import type { FunctionWorker } from '../../lib/local/workers.ts'

/** A worker without a thread, which lives until it is stopped. */
const aWorker = (name: string) => {
  let alive = true
  const stop = vi.fn(async () => {
    alive = false
  })
  return { name, isAlive: () => alive, run: () => Promise.reject(new Error('no event here')), stop }
}

let pools: WorkerPools
let workers: ReturnType<typeof aWorker>[]
const aPool = (name: string, concurrency = Number.POSITIVE_INFINITY): WorkerPool =>
  pools.addPool(() => {
    const worker = aWorker(name)
    workers.push(worker)
    return worker
  }, concurrency)
const living = () => workers.filter(({ isAlive }) => isAlive()).map(({ name }) => name)

beforeEach(() => {
  vi.useFakeTimers()
  workers = []
  pools = startWorkerPools()
})
afterEach(async () => {
  await pools.close()
  vi.useRealTimers()
})

/** Borrows a worker until `end` is called. */
const borrow = (pool: WorkerPool) => {
  const { promise, resolve } = Promise.withResolvers<void>()
  let lent: FunctionWorker | undefined
  const returned = pool.withWorker(async (worker) => {
    lent = worker
    await promise
  })
  // Callers that still wait when a test ends are refused.
  returned.catch(() => undefined)
  const end = (): Promise<void> => {
    resolve()
    return returned
  }
  return { worker: () => lent, returned, end }
}

describe('a pool', () => {
  it('lends the same worker again, and starts another only while that one is busy', async () => {
    const pool = aPool('a')
    await borrow(pool).end()
    const [first, second] = [borrow(pool), borrow(pool)]

    expect(first.worker()).toBe(workers[0])
    expect(second.worker()).toBe(workers[1])
  })

  it('has three workers at most, and serves waiting callers in order', async () => {
    const pool = aPool('a')
    const [first, second] = [borrow(pool), borrow(pool), borrow(pool)]
    const [fourth, fifth] = [borrow(pool), borrow(pool)]
    expect([fourth.worker(), fifth.worker()]).toEqual([undefined, undefined])

    await second.end()
    await vi.waitFor(() => expect(fourth.worker()).toBe(second.worker()))
    expect(fifth.worker()).toBeUndefined()
    await first.end()
    await vi.waitFor(() => expect(fifth.worker()).toBe(first.worker()))
    expect(workers).toHaveLength(3)
  })

  it('has no more workers than its function may run at once', () => {
    const pool = aPool('a', 1)
    borrow(pool)

    expect(borrow(pool).worker()).toBeUndefined()
  })

  it('starts another for one that has died, and takes back one whose work failed', async () => {
    const pool = aPool('a')
    await expect(pool.withWorker(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost')
    expect(borrow(pool).worker()).toBe(workers[0])

    const next = borrow(pool)
    await workers[1]?.stop()
    await next.end()
    expect(borrow(pool).worker()).toBe(workers[2])
  })
})

describe('the pools', () => {
  /** Two idle workers and ten busy ones: all that there may be. */
  const fill = async () => {
    const [old, newer] = [aPool('old'), aPool('newer')]
    await borrow(newer).end()
    vi.advanceTimersByTime(1)
    await borrow(old).end()
    vi.advanceTimersByTime(1)
    await borrow(newer).end()
    const busy = ['c', 'd', 'e', 'f', 'g'].map((name) => aPool(name)).flatMap((pool) => [borrow(pool), borrow(pool)])
    expect(living()).toHaveLength(12)
    return busy
  }

  it('have twelve workers in all: idle ones make room, the one idle longest first', async () => {
    await fill()
    expect(borrow(aPool('first')).worker()).toBeDefined()
    expect(living()).not.toContain('old')
    expect(borrow(aPool('second')).worker()).toBeDefined()
    expect(living()).not.toContain('newer')
    expect(borrow(aPool('none')).worker()).toBeUndefined()
    expect(living()).toHaveLength(12)
  })

  it('end a worker for a second one of another function only after five idle seconds', async () => {
    const [first] = await fill()
    const pool = aPool('h')
    borrow(pool)
    const second = borrow(pool)
    expect(second.worker()).toBeUndefined()
    expect(living()).toContain('newer')

    vi.advanceTimersByTime(5_000)
    await first?.end()
    expect(second.worker()).toBeDefined()
    expect(living()).not.toContain('newer')
  })

  it('check every five seconds whether there is room for waiting callers', async () => {
    await fill()
    const pool = aPool('h')
    borrow(pool)
    const second = borrow(pool)
    // The first check comes a moment before the idle one has been idle for five seconds.
    await vi.advanceTimersByTimeAsync(9_990)
    expect(second.worker()).toBeUndefined()
    await vi.advanceTimersByTimeAsync(10)
    expect(second.worker()).toBeDefined()
  })

  it('let no function wait for ever behind a busy one', async () => {
    const others = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => aPool(name))
    const [first] = others.flatMap((pool) => [borrow(pool), borrow(pool)])
    expect(living()).toHaveLength(12)
    const late = borrow(aPool('late'))
    const next = others.map((pool) => borrow(pool))

    await first?.end()
    expect(late.worker()).toBeDefined()
    expect(next.filter(({ worker }) => worker())).toEqual([])
  })

  it('give waiting callers a worker when they are renewed', async () => {
    await fill()
    const pool = aPool('h')
    borrow(pool)
    const second = borrow(pool)
    pools.renew()
    await vi.advanceTimersByTimeAsync(0)
    expect(second.worker()).toBeDefined()
  })

  it('end a worker that had nothing to do for a minute, and none that works', async () => {
    const [idle, busy] = [aPool('idle'), aPool('busy')]
    await borrow(idle).end()
    borrow(busy)

    vi.advanceTimersByTime(45_000)
    expect(living()).toEqual(['idle', 'busy'])
    vi.advanceTimersByTime(30_000)
    expect(living()).toEqual(['busy'])
  })

  it('are renewed: idle workers end at once, busy ones when they are free', async () => {
    const [idle, busy] = [aPool('idle'), aPool('busy')]
    await borrow(idle).end()
    const borrowed = borrow(busy)
    pools.renew()
    expect(living()).toEqual(['busy'])

    await borrowed.end()
    expect(living()).toEqual([])
    await borrow(busy).end()
    expect(living()).toEqual(['busy'])
  })

  it('close: every worker ends, and waiting callers are refused', async () => {
    const pool = aPool('a', 1)
    borrow(pool)
    const waiting = borrow(pool)
    const refused = expect(waiting.returned).rejects.toThrow('the host is stopping')
    await pools.close()
    await refused

    expect(living()).toEqual([])
    await expect(pool.withWorker(async () => undefined)).rejects.toThrow('the host is stopping')
  })
})
