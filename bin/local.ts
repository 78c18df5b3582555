/**
 * Runs the whole system on this machine until it is stopped:
 * `npm start -- [--port 4000] [--aws-port 4566] [--data-dir .plimsoll] [--no-demo] [--fresh] [--rate-limit <requests>]
 * [--template <file>] [--hold-consumers]`.
 *
 * `npm run dev` also reloads functions whose source changes, by `--watch`.
 */
import type { RunningHost } from '../lib/local/host.ts'
import type { LocalSystemOptions } from './local/system.ts'
import { readFlags } from './program/run-main.ts'

const HIGHEST_PORT = 65_535
/** The process exits if stopping takes longer than this. */
const STOP_LIMIT_MS = 4500

/** A mistake in how the command was called. */
class UsageError extends Error {
  override readonly name = 'UsageError'
}

const wholeNumber = (flag: string, text: string, highest: number): number => {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (value <= highest) return value
  throw new UsageError(`--${flag} takes a whole number from 0 to ${highest}, not ${text}`)
}

const say = (line: string): void => void process.stderr.write(`${line}\n`)

const FLAGS = {
  port: { type: 'string', default: '4000' },
  'aws-port': { type: 'string', default: '4566' },
  'data-dir': { type: 'string', default: '.plimsoll' },
  'no-demo': { type: 'boolean', default: false },
  fresh: { type: 'boolean', default: false },
  'rate-limit': { type: 'string' },
  template: { type: 'string' },
  'hold-consumers': { type: 'boolean', default: false },
  watch: { type: 'boolean', default: false },
} as const

type Flags = ReturnType<typeof readFlags<{ readonly options: typeof FLAGS }>>['values']

const optionsOf = (flags: Flags, highestRateLimit: number): LocalSystemOptions => ({
  port: wholeNumber('port', flags.port, HIGHEST_PORT),
  awsPort: wholeNumber('aws-port', flags['aws-port'], HIGHEST_PORT),
  dataDir: flags['data-dir'],
  fresh: flags.fresh,
  withDemo: !flags['no-demo'],
  rateLimit:
    flags['rate-limit'] === undefined ? undefined : wholeNumber('rate-limit', flags['rate-limit'], highestRateLimit),
  templateFile: flags.template,
  holdConsumers: flags['hold-consumers'],
  build: true,
  report: say,
})

/** One line that says what is wrong; names the port if it is taken. */
const lineOf = (error: unknown): string => {
  const { code, port } = error as { readonly code?: string; readonly port?: number }
  if (code === 'EADDRINUSE') return `port ${port} is in use`
  return error instanceof Error ? error.message : String(error)
}

/** Loads the program itself late, so that a signal to stop is handled from the beginning. */
const start = async (flags: Flags, signal: AbortSignal): Promise<RunningHost> => {
  const { HIGHEST_RATE_LIMIT } = await import('../functions/contracts/workspace.ts')
  const options = optionsOf(flags, HIGHEST_RATE_LIMIT)
  const { startLocalSystem } = await import('./local/system.ts')
  signal.throwIfAborted()
  return startLocalSystem({ ...options, signal })
}

const run = async (): Promise<void> => {
  const { values: flags } = readFlags({ options: FLAGS })
  const breakingOff = new AbortController()
  const { signal } = breakingOff
  const starting = start(flags, signal)
  const stop = async (status: number): Promise<void> => {
    if (signal.aborted) return
    breakingOff.abort()
    await endWithin(starting, status)
    process.exit(status)
  }
  // Ctrl-C reaches the host twice, from the terminal and from npm: the second one changes nothing.
  process.on('SIGINT', () => stop(0)).on('SIGTERM', () => stop(0))
  process.on('uncaughtException', (error) => {
    say(error.stack ?? error.message)
    stop(1)
  })

  const host = await starting.catch((error: unknown) => {
    // The error of an aborted start is not a fault; `stop` ends the process.
    if (!signal.aborted) throw error
  })
  if (!host || signal.aborted) return
  if (flags.watch) {
    const { watchFunctions } = await import('./build.ts')
    await watchFunctions(() => host.reload())
  }
  process.stdout.write(`ready ${host.url}\naws ${host.awsUrl}\n`)
}

/** Stops the host, even during its start; whatever does not end in time ends with the process. */
const endWithin = async (starting: Promise<RunningHost>, status: number): Promise<void> => {
  const cut = setTimeout(() => process.exit(status), STOP_LIMIT_MS)
  const host = await starting.catch(() => undefined)
  await host?.close()
  clearTimeout(cut)
}

try {
  await run()
} catch (error) {
  say(lineOf(error))
  process.exit(1)
}
