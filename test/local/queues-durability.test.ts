import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startQueues } from '../../lib/local/queues.ts'
import { templateOf, temporaryFolder } from './emulated-aws.ts'
import { ticketTemplate } from './ticket-template.ts'

let folder: ReturnType<typeof temporaryFolder>
let child: ChildProcess | undefined
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => {
  child?.kill('SIGKILL')
  folder.remove()
})

const openQueues = () => startQueues({ template: templateOf(ticketTemplate(), () => 0), dataDir: folder.path })

it('keeps every acknowledged message through a SIGKILL in the middle of sending', async () => {
  const sender = spawn(
    process.execPath,
    [fileURLToPath(new URL('./send-until-killed.ts', import.meta.url)), folder.path],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  child = sender
  const acknowledged: string[] = []
  for await (const line of createInterface({ input: sender.stdout })) {
    acknowledged.push(line)
    if (acknowledged.length === 300) sender.kill('SIGKILL')
  }
  if (sender.signalCode === null) await once(sender, 'exit')

  const queues = await openQueues()
  const kept = new Set<string>()
  for (;;) {
    const messages = await queues.receive('TicketQueue', { max: 10, waitSeconds: 0 })
    if (messages.length === 0) break
    for (const { body } of messages) kept.add(body)
  }
  await queues.close()

  expect(sender.signalCode).toBe('SIGKILL')
  expect(acknowledged.length).toBeGreaterThanOrEqual(300)
  expect(acknowledged.filter((body) => !kept.has(body))).toEqual([])
})

it('gives a message out again after each restart of its receiver, without counting the lost receives', async () => {
  const first = await openQueues()
  await first.send('TicketQueue', { body: 'a bell' })
  await first.close()

  for (let restart = 0; restart < 10; restart += 1) {
    const queues = await openQueues()
    const received = await queues.receive('TicketQueue', { max: 10, waitSeconds: 0 })
    await queues.close()
    expect(received.map(({ body, receiveCount }) => [body, receiveCount])).toEqual([['a bell', 1]])
  }
})

it('acknowledges what is sent right before it is closed, and keeps it', async () => {
  const first = await openQueues()
  await first.send('TicketQueue', { body: 'a disk write' })
  const sent = first.send('TicketQueue', { body: 'one that waits for the next' })
  await first.close()
  expect(await sent).toBeDefined()

  const second = await openQueues()
  const kept = await second.receive('TicketQueue', { max: 10, waitSeconds: 0 })
  await second.close()
  expect(kept).toHaveLength(2)
})
