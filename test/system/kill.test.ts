import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { callRoute, eventually } from '../support/test-system.ts'

let dataDir: string
let running: ChildProcess | undefined

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'plimsoll-kill-'))
})

afterEach(async () => {
  if (running && running.exitCode === null && running.signalCode === null) {
    running.kill('SIGTERM')
    await once(running, 'exit')
  }
  rmSync(dataDir, { recursive: true, force: true })
})

/** Starts the program as `npm start` does, and waits until it reports that it is ready. */
const start = async (...flags: readonly string[]): Promise<string> => {
  const child = spawn(
    process.execPath,
    ['bin/local.ts', '--port', '0', '--aws-port', '0', '--data-dir', dataDir, '--rate-limit', '0', ...flags],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  running = child
  let printed = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString()
  })
  await eventually(
    async () => printed,
    (text) => /^aws http/m.test(text),
    60_000,
  )
  return /^ready (\S+)$/m.exec(printed)?.[1] ?? ''
}

const kill = async (signal: NodeJS.Signals): Promise<number | null> => {
  const child = running
  if (!child) throw new Error('nothing runs')
  child.kill(signal)
  const [status] = (await once(child, 'exit')) as [number | null]
  return status
}

it('loses no ticket that was answered with 201 when the host is killed right after', async () => {
  const first = await start('--no-demo')
  const { status, body: ticket } = await callRoute(first, undefined, 'createTicket', {
    body: {
      title: 'Killed',
      description: 'The host is killed as soon as this is answered.',
      requester: { name: 'Greta', email: 'greta@example.org' },
    },
  })
  expect(status).toBe(201)
  await kill('SIGKILL')

  const second = await start('--no-demo')
  const headers = { 'x-tracking-token': ticket.tracking_token ?? '' }
  const settled = await eventually(
    async () => (await callRoute(second, undefined, 'getTicket', { params: { id: ticket.id }, headers })).body,
    ({ queue_state }) => queue_state === 'waiting',
    40_000,
  )
  // An empty installation has no agents: the ticket waits, triaged, at the head of its line.
  expect(settled).toMatchObject({ id: ticket.id, number: ticket.number, queue_position: 1 })

  expect(await kill('SIGTERM')).toBe(0)
})
