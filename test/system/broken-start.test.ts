import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { NODE_FLAGS } from '../../bin/local/node-flags.ts'
import { commandLines, processTree } from '../../bin/program/processes.ts'
import { eventually } from '../support/test-system.ts'

/** A healthy stop takes less, even on a busy machine. */
const STOP_LIMIT_MS = 15_000
/** The host gives up a stop that hangs between these: work of up to 4 s can finish, and nobody waits more than 8 s. */
const CUT_MS = { from: 4_000, to: 8_000 } as const
/** A child that the host has ended may outlive it by a moment; one that it forgot runs on for seconds. */
const LAST_BREATH_MS = 2_000

let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'plimsoll-broken-start-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

/** The ids of a process's descendants. */
const programsOf = (pid: number): readonly number[] => processTree(pid).slice(1)

const isRunning = (pid: number, program: string): boolean => {
  const lines = commandLines()
  return programsOf(pid).some((one) => lines.get(one)?.includes(program))
}

/** The program as `npm start` runs it, and how it ends. */
const startHost = (...nodeFlags: readonly string[]) => {
  const flags = ['--port', '0', '--aws-port', '0', '--data-dir', dataDir]
  const host = spawn(process.execPath, [...NODE_FLAGS, ...nodeFlags, 'bin/local.ts', ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void host.kill('SIGKILL'))
  const ended = Promise.all([once(host, 'exit'), text(host.stderr), text(host.stdout)])
  return { host, ended: ended.then(([[status], complaint, printed]) => ({ status, complaint, printed })) }
}

/** Node's flags that make a program run `does` when it imports the system: code that may also replace the module. */
const whenItReadsTheSystem = (does: string): readonly string[] => {
  const hooks = `
    import { registerHooks } from 'node:module'
    registerHooks({
      load: (url, context, next) => {
        if (url.endsWith('/bin/local/system.ts')) ${does}
        return next(url, context)
      },
    })`
  return ['--import', `data:text/javascript,${encodeURIComponent(hooks)}`]
}
const STOPS_ITSELF = `process.kill(process.pid, 'SIGTERM')`
const NEVER_CLOSES = `return {
  format: 'module',
  shortCircuit: true,
  source: \`
    setInterval(() => {}, 1_000)
    export const startLocalSystem = async () => ({ url: 'here', awsUrl: 'there', close: () => new Promise(() => {}) })\`,
}`

it('a host that is stopped while it loads its own program also ends with status 0', async () => {
  const { ended } = startHost(...whenItReadsTheSystem(STOPS_ITSELF))

  expect(await ended).toEqual({ status: 0, complaint: '', printed: '' })
})

it('a host whose stop hangs is ended, but not before a slow stop could have finished', async () => {
  const { host, ended } = startHost(...whenItReadsTheSystem(NEVER_CLOSES))
  await once(host.stdout, 'data')
  const stoppedAt = performance.now()
  host.kill('SIGTERM')

  expect(await ended).toEqual({ status: 0, complaint: '', printed: 'ready here\naws there\n' })
  const tookMs = performance.now() - stoppedAt
  expect(tookMs).toBeGreaterThanOrEqual(CUT_MS.from)
  expect(tookMs).toBeLessThan(CUT_MS.to)
})

it.each([
  ['its functions are bundled', (pid: number) => isRunning(pid, 'esbuild')],
  ['its stack is synthesized', (pid: number) => isRunning(pid, 'bin/app.ts')],
  ['its data are made', () => existsSync(join(dataDir, 'tables.sqlite'))],
])('a host that is stopped while %s ends in time, with status 0 and nothing left behind', async (_when, hasCome) => {
  const { host, ended } = startHost()
  const pid = host.pid ?? 0
  await eventually(async () => host.exitCode !== null || hasCome(pid), Boolean, 60_000)
  const programs = programsOf(pid)

  const stoppedAt = performance.now()
  host.kill('SIGTERM')
  expect(await ended).toEqual({ status: 0, complaint: '', printed: '' })
  expect(performance.now() - stoppedAt).toBeLessThan(STOP_LIMIT_MS)
  await eventually(
    async () => programs.filter((program) => commandLines().has(program)),
    (left) => left.length === 0,
    LAST_BREATH_MS,
  )
})
