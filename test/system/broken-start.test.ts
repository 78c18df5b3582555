import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { NODE_FLAGS } from '../../bin/node-flags.ts'
import { eventually } from '../support/test-system.ts'

/** What the host promises whoever stops it. */
const STOP_SECONDS = 5

let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'plimsoll-broken-start-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const wordsOf = (command: string, ...flags: readonly string[]): readonly string[] =>
  spawnSync(command, flags).stdout.toString().split(/\s+/).filter(Boolean)

/** Programs that a process runs, those of them alone whose command line holds a text. */
const programsOf = (pid: number, holding = ''): readonly string[] =>
  wordsOf('pgrep', '-P', String(pid), ...(holding && ['-f', holding]))

const isAlive = (pid: string): boolean => {
  const [state = 'Z'] = wordsOf('ps', '-o', 'stat=', '-p', pid)
  return !state.startsWith('Z')
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

/** Has a program stop itself as soon as it reads the system that it is to start. */
const STOPS_ON_READING = `
  import { registerHooks } from 'node:module'
  registerHooks({
    load: (url, context, next) => {
      if (url.endsWith('/bin/local-system.ts')) process.kill(process.pid, 'SIGTERM')
      return next(url, context)
    },
  })`

it('a host that is stopped while it reads its own program ends with status 0, too', async () => {
  const { ended } = startHost('--import', `data:text/javascript,${encodeURIComponent(STOPS_ON_READING)}`)

  expect(await ended).toEqual({ status: 0, complaint: '', printed: '' })
})

it.each([
  ['its functions are bundled', (pid: number) => programsOf(pid, 'esbuild').length > 0],
  ['its stack is synthesized', (pid: number) => programsOf(pid, 'bin/app.ts').length > 0],
  ['its data are made', () => existsSync(join(dataDir, 'tables.sqlite'))],
])('a host that is stopped while %s ends in time, with status 0 and nothing left behind', async (_when, hasCome) => {
  const { host, ended } = startHost()
  const pid = host.pid ?? 0
  await eventually(async () => host.exitCode !== null || hasCome(pid), Boolean, 60_000)
  const programs = programsOf(pid)

  const stoppedAt = performance.now()
  host.kill('SIGTERM')
  expect(await ended).toEqual({ status: 0, complaint: '', printed: '' })
  expect((performance.now() - stoppedAt) / 1_000).toBeLessThan(STOP_SECONDS)
  expect(programs.filter(isAlive)).toEqual([])
})
