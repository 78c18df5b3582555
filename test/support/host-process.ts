import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import { NODE_FLAGS } from '../../bin/local/node-flags.ts'
import type { HostOrder, HostReady } from './host-program.ts'
import type { Resource } from './own-template.ts'
import { type ApiUser, localPage, signInAs, type TestSystem, tellAllowedCalls, userOf } from './test-system.ts'

const PROGRAM = fileURLToPath(new URL('./host-program.ts', import.meta.url))

/** The whole system in a process of its own, which may be killed and started again on the same data. */
export interface HostProcess extends Pick<TestSystem, 'url' | 'awsUrl' | 'dataDir' | 'guest' | 'signIn' | 'local'> {
  /** Starts it again after `end`, on the same ports, so that sessions stay valid; options not named stay as before. */
  start(changes?: HostChanges): Promise<void>
  /** Sends a signal and waits until the process has ended. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Ends it and deletes the data. */
  stop(): Promise<void>
}

/** A test's change to the synthesized stack: resources by logical id. */
export type TemplateChange = (resources: Record<string, Resource>) => void

export interface HostChanges extends Partial<Pick<HostOrder, 'withDemo' | 'holdConsumers'>> {
  /** A change to our own stack, such as a shorter visibility time-out. */
  readonly template?: TemplateChange
}

/** Writes our stack's template, with the change, to a file that a host can start from. */
const templateFile = (folder: string, change: TemplateChange | undefined): string => {
  const own = inject('templateFile')
  if (!change) return own
  const template = JSON.parse(readFileSync(own, 'utf8'))
  change(template.Resources)
  const file = join(folder, 'template.json')
  writeFileSync(file, JSON.stringify(template))
  return file
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null

/** Starts the program as `npm start` does, but without the build; fails with the program's error output. */
const launch = async (order: HostOrder): Promise<readonly [ChildProcess, HostReady]> => {
  const child = spawn(process.execPath, [...NODE_FLAGS, PROGRAM, JSON.stringify(order)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, MALLOC_ARENA_MAX: '2' },
  })
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString()}`.slice(-2_000)
  })
  const started = await Promise.race([
    once(child, 'message').then(([ready]) => ready as HostReady),
    once(child, 'exit').then(() => undefined),
  ])
  if (!started) throw new Error(`the host did not start: ${complaint}`)
  return [child, started]
}

/** Starts the whole system in a process of its own; the bundles must be built. */
export const startHostProcess = async (options: HostChanges = {}): Promise<HostProcess> => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-process-'))
  const dataDir = join(folder, 'data')
  const order: HostOrder = {
    port: 0,
    awsPort: 0,
    dataDir,
    withDemo: options.withDemo ?? false,
    rateLimit: 0,
    templateFile: templateFile(folder, options.template),
    holdConsumers: options.holdConsumers ?? false,
  }
  let [child, ready] = await launch(order)
  const ports = { port: Number(new URL(ready.url).port), awsPort: Number(new URL(ready.awsUrl).port) }

  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (hasEnded(child)) return
    if (signal === 'SIGTERM') await tellAllowedCalls(ready.url)
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  const url = (): string => ready.url
  return {
    get url() {
      return ready.url
    },
    get awsUrl() {
      return ready.awsUrl
    },
    dataDir,
    guest: userOf(url),
    signIn: (account): Promise<ApiUser> => signInAs(url, account),
    local: localPage(url),
    start: async ({ template, ...changes } = {}) => {
      const changed = template && { templateFile: templateFile(folder, template) }
      ;[child, ready] = await launch({ ...order, ...ports, ...changes, ...changed })
    },
    end,
    stop: async () => {
      await end('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
