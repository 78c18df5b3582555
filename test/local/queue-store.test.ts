import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { QueueStore } from '../../lib/local/queues/store.ts'
import { temporaryFolder } from './emulated-aws.ts'

type Written = (error: Error | null) => void

/** Disk writes that have begun; each ends when the test ends it. */
const writes: Written[] = []
vi.mock('node:fs', async (original) => ({
  ...(await original<typeof import('node:fs')>()),
  fdatasync: (_file: number, written: Written) => void writes.push(written),
}))
const { openQueueStore } = await import('../../lib/local/queues/store.ts')

let folder: ReturnType<typeof temporaryFolder>
let store: QueueStore
beforeEach(() => {
  writes.length = 0
  folder = temporaryFolder()
  store = openQueueStore(join(folder.path, 'queues.sqlite'))
})
afterEach(() => {
  store.close()
  for (const written of writes.splice(0)) written(null)
  folder.remove()
})

const send = (body: string, settled: string[]) =>
  store.insert('Queue', { body, attributes: '{}', visibleAt: 0 }).then(
    () => settled.push(body),
    () => settled.push(`${body} refused`),
  )
const writesBegun = (count: number) => expect.poll(() => writes.length).toBe(count)

it('acknowledges nothing before it is on disk, and writes at once what came in meanwhile', async () => {
  const settled: string[] = []
  void send('first', settled)
  await writesBegun(1)
  void send('second', settled)
  void send('third', settled)
  await new Promise(setImmediate)
  expect(settled).toEqual([])
  expect(writes).toHaveLength(1)

  writes.shift()?.(null)
  await expect.poll(() => settled).toEqual(['first'])
  await writesBegun(1)
  writes.shift()?.(null)
  await expect.poll(() => settled).toEqual(['first', 'second', 'third'])
})

it('rejects changes that the disk refused, and goes on', async () => {
  const settled: string[] = []
  void send('first', settled)
  await writesBegun(1)
  writes.shift()?.(new Error('no space left'))
  await expect.poll(() => settled).toEqual(['first refused'])

  void send('second', settled)
  await writesBegun(1)
  writes.shift()?.(null)
  await expect.poll(() => settled).toEqual(['first refused', 'second'])
})
