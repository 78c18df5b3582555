import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type QueueSourceOptions, startQueueSource } from '../../lib/local/event-sources/queue-source.ts'
import { FunctionFailedError } from '../../lib/local/functions.ts'
import type { Queues } from '../../lib/local/queues/service.ts'
import { startQueues } from '../../lib/local/queues.ts'
import { readTemplate } from '../../lib/local/template.ts'
import { newTurns } from '../../lib/local/turns.ts'
import { temporaryFolder } from './small-host.ts'
import { queueWithDeadLetters } from './small-template.ts'

const template = readTemplate(
  { Resources: queueWithDeadLetters('Work') },
  { awsPort: () => 0, localUrl: (url) => url, dynamicReference: (reference) => reference },
)

/** A function whose events each wait until the test answers them, and the turns of its host. */
const startFunction = () => {
  const turns = newTurns(1)
  const events: { readonly texts: readonly string[]; readonly answer: () => void }[] = []
  const invoke = async (_functionId: string, event: unknown): Promise<unknown> => {
    const { Records } = event as { readonly Records: readonly { readonly body: string }[] }
    const place = Promise.withResolvers<void>()
    events.push({ texts: Records.map(({ body }) => body), answer: place.resolve })
    await place.promise
    return {}
  }
  return { turns, events, functions: { invoke, takeBackgroundTurn: () => turns.take() } }
}

let folder: ReturnType<typeof temporaryFolder>
let queues: Queues
let close: () => Promise<void>
let reported: string[]
beforeEach(async () => {
  reported = []
  folder = temporaryFolder()
  queues = await startQueues({ template, dataDir: folder.path })
})
afterEach(async () => {
  vi.useRealTimers()
  await close()
  await queues.close()
  folder.remove()
})

const start = (
  functions: QueueSourceOptions['functions'],
  limits: { batchSize: number; concurrency: number },
  receive = queues.receive,
) => {
  const source = startQueueSource({
    ...{ queueArn: template.arnOf('Work'), functionId: 'OnMessage', ...limits },
    ...{ windowSeconds: 0, reportsFailures: true, queues: { ...queues, receive }, functions },
    report: (line) => void reported.push(line),
  })
  close = source.close
  return source
}
const send = async (...bodies: readonly string[]) => {
  for (const body of bodies) await queues.send('Work', { body })
}
const depth = () => queues.depth('Work')

it('adds messages that arrive while it waits for a turn, up to the batch size', async () => {
  const { turns, events, functions } = startFunction()
  const endOthers = await turns.take()
  start(functions, { batchSize: 4, concurrency: 2 })
  await send('a')
  await expect.poll(depth).toMatchObject({ visible: 0, inFlight: 1 })
  await send('b', 'c', 'd', 'e')
  expect(depth()).toMatchObject({ visible: 4, inFlight: 1 })

  endOthers()
  await expect.poll(() => events).toHaveLength(1)
  expect(events[0]?.texts).toEqual(['a', 'b', 'c', 'd'])
  events[0]?.answer()
  await expect.poll(() => events).toHaveLength(2)
  expect(events[1]?.texts).toEqual(['e'])
  events[1]?.answer()
  await expect.poll(depth).toMatchObject({ visible: 0, inFlight: 0 })
})

it('reads no more messages than its concurrent events can hold', async () => {
  const { events, functions } = startFunction()
  start({ ...functions, takeBackgroundTurn: async () => () => {} }, { batchSize: 1, concurrency: 2 })
  await send('a', 'b', 'c')
  await expect.poll(() => events).toHaveLength(2)
  expect(depth()).toMatchObject({ visible: 1, inFlight: 2 })

  events[1]?.answer()
  await expect.poll(() => events).toHaveLength(3)
  expect(events[2]?.texts).toEqual(['c'])
  for (const { answer } of events) answer()
  await expect.poll(depth).toMatchObject({ visible: 0, inFlight: 0 })
})

it('handles a message once, even if it waits or runs for longer than the visibility timeout', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  const { turns, events, functions } = startFunction()
  const endOthers = await turns.take()
  start(functions, { batchSize: 1, concurrency: 2 })
  await send('a')
  await expect.poll(depth).toMatchObject({ visible: 0, inFlight: 1 })
  await vi.advanceTimersByTimeAsync(2500)
  expect(depth()).toEqual({ visible: 0, inFlight: 1, delayed: 0 })
  endOthers()
  await expect.poll(() => events).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(2500)
  expect(depth()).toEqual({ visible: 0, inFlight: 1, delayed: 0 })

  events[0]?.answer()
  await expect.poll(depth).toMatchObject({ visible: 0, inFlight: 0 })
  expect(events).toHaveLength(1)
  expect(queues.depth('WorkDead').visible).toBe(0)
})

it('also keeps hidden the messages that it added once it had its turn', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  const { turns, events, functions } = startFunction()
  const endOthers = await turns.take()
  start(functions, { batchSize: 2, concurrency: 2 })
  await send('a')
  await expect.poll(depth).toMatchObject({ visible: 0, inFlight: 1 })
  await send('b')
  endOthers()
  await expect.poll(() => events).toHaveLength(1)
  expect(events[0]?.texts).toEqual(['a', 'b'])
  await vi.advanceTimersByTimeAsync(2500)
  expect(depth()).toEqual({ visible: 0, inFlight: 2, delayed: 0 })

  events[0]?.answer()
  await expect.poll(depth).toMatchObject({ visible: 0, inFlight: 0 })
  expect(events).toHaveLength(1)
  expect(queues.depth('WorkDead').visible).toBe(0)
})

it('ends when its events have ended, and leaves the rest in the queue', async () => {
  const { events, functions } = startFunction()
  const source = start(functions, { batchSize: 1, concurrency: 1 })
  await send('a', 'b')
  await expect.poll(() => events).toHaveLength(1)
  let isClosed = false
  const closed = source.close().then(() => {
    isClosed = true
  })
  await queues.receive('Work', { max: 1, waitSeconds: 0, visibilitySeconds: 0 })
  expect(isClosed).toBe(false)

  events[0]?.answer()
  await closed
  expect(events).toHaveLength(1)
  expect(depth()).toMatchObject({ visible: 1, inFlight: 0 })
})

it('reports a queue that cannot be read once, and anew after it could be read', async () => {
  let reads = 0
  start(startFunction().functions, { batchSize: 1, concurrency: 1 }, async () => {
    reads += 1
    if (reads !== 3) throw new Error(`read ${reads} failed`)
    return []
  })
  await expect.poll(() => reads).toBe(5)

  expect(reported).toEqual([expect.stringContaining('read 1 failed'), expect.stringContaining('read 4 failed')])
})

it('reports once what fails beside the function, and anew after an event was handled', async () => {
  let calls = 0
  const invoke = async () => {
    calls += 1
    if (calls !== 3) throw new Error(`call ${calls} failed`)
    return {}
  }
  start({ invoke, takeBackgroundTurn: async () => () => {} }, { batchSize: 1, concurrency: 1 })
  await send('a', 'b', 'c', 'd', 'e')
  await expect.poll(() => calls).toBe(5)

  expect(reported).toEqual([expect.stringContaining('call 1 failed'), expect.stringContaining('call 4 failed')])
})

it('leaves the report of a failed function to its host', async () => {
  let calls = 0
  const invoke = async () => {
    calls += 1
    throw new FunctionFailedError('OnMessage', { errorType: 'Error', errorMessage: 'no', trace: [] })
  }
  start({ invoke, takeBackgroundTurn: async () => () => {} }, { batchSize: 1, concurrency: 1 })
  await send('a', 'b')
  await expect.poll(() => calls).toBe(2)

  expect(reported).toEqual([])
})
