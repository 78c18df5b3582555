import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Session } from '../../functions/contracts/people.ts'
import { DEMO_PASSWORD } from '../demo/password.ts'
import { NODE_FLAGS } from './node-flags.ts'

const LOCAL = fileURLToPath(new URL('../local.ts', import.meta.url))

export interface SystemOptions {
  readonly dataDir: string
  /** File of the synthesized template. */
  readonly templateFile: string
  /** Leaves queues and streams unread. */
  readonly holdConsumers: boolean
  /** A database to use instead of the host's own. */
  readonly databaseUrl?: string
}

/** The local host in a process of its own, started as `npm start` starts it. */
export interface BenchSystem {
  readonly url: string
  readonly awsUrl: string
  readonly pid: number
  /** The access token of a demo account, such as `customer01`. */
  signIn(account: string): Promise<string>
  /** Waits until every stream and queue has drained. */
  quiet(): Promise<void>
  close(): Promise<void>
}

const addressesOf = async (host: ChildProcess): Promise<Readonly<Record<string, string>>> => {
  const addresses: Record<string, string> = {}
  if (!host.stdout) throw new Error('the host has an output')
  for await (const line of createInterface({ input: host.stdout })) {
    const [name = '', url = ''] = line.split(' ')
    addresses[name] = url
    if (addresses.ready && addresses.aws) return addresses
  }
  throw new Error('the local host did not start')
}

export const startSystem = async (options: SystemOptions): Promise<BenchSystem> => {
  const { dataDir, templateFile, holdConsumers, databaseUrl } = options
  const flags = [
    '--port',
    '0',
    '--aws-port',
    '0',
    '--rate-limit',
    '0',
    '--data-dir',
    dataDir,
    '--template',
    templateFile,
  ]
  const host = spawn(
    process.execPath,
    [...NODE_FLAGS, LOCAL, ...flags, ...(holdConsumers ? ['--hold-consumers'] : [])],
    {
      env: { ...process.env, MALLOC_ARENA_MAX: '2', ...(databaseUrl && { DYNAMODB_ENDPOINT: databaseUrl }) },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const { ready: url = '', aws: awsUrl = '' } = await addressesOf(host)
  host.stdout?.resume()
  return {
    url,
    awsUrl,
    pid: host.pid ?? 0,
    signIn: async (account) => {
      const answer = await fetch(`${url}/api/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: `${account}@demo.example`, password: DEMO_PASSWORD }),
      })
      if (!answer.ok) throw new Error(`${account} cannot sign in: ${answer.status}`)
      return ((await answer.json()) as Session).access_token
    },
    quiet: async () => {
      while (!(await fetch(`${url}/_local/quiet`)).ok);
    },
    close: async () => {
      const ended = once(host, 'exit')
      host.kill('SIGTERM')
      await ended
    },
  }
}
