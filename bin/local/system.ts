import { spawn } from 'node:child_process'
import { addAbortListener, once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { type DataDirectory, openDataDirectory } from '../../lib/local/host/data-directory.ts'
import { type EmptyHost, type HostOptions, type RunningHost, startHost } from '../../lib/local/host.ts'
import type { SeedUser } from '../../lib/local/identity.ts'
import { modelServerOf } from '../../lib/local/model/server.ts'
import { buildAll } from '../build.ts'
import type { SeedOrder } from '../demo/seed-worker.ts'
import { endOf } from '../program/end-of-program.ts'
import { inScratchFolder } from '../program/scratch-folder.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface LocalSystemOptions {
  /** Ports on 127.0.0.1; 0 takes a free one. */
  readonly port: number
  readonly awsPort: number
  readonly dataDir: string
  /** Deletes what the data directory holds. */
  readonly fresh: boolean
  /** Whether to write demo data, or only the departments and the admin. */
  readonly withDemo: boolean
  /** Requests per window without a token; 0 switches the limit off, undefined leaves the template's. */
  readonly rateLimit: number | undefined
  /** A template to start from instead of synthesizing one. */
  readonly templateFile: string | undefined
  readonly holdConsumers: boolean
  /** Whether bundles and pages are brought up to date first. */
  readonly build: boolean
  /** Aborts the start, and ends what it has begun. */
  readonly signal?: AbortSignal
  readonly report: (line: string) => void
}

/**
 * The stack's template. Runs the CDK app in a process of its own, which keeps its memory out of the host.
 *
 * @param signal aborts the synthesis
 */
export const synthesize = (signal?: AbortSignal): Promise<unknown> =>
  inScratchFolder(async (outdir) => {
    const app = spawn(process.execPath, [join(ROOT, 'bin/app.ts')], {
      cwd: ROOT,
      env: { ...process.env, CDK_OUTDIR: outdir, CDK_VALIDATION: 'false' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const complaints: Buffer[] = []
    app.stderr.on('data', (chunk: Buffer) => complaints.push(chunk))
    const status = await endOf(app, signal)
    if (status !== 0) throw new Error(`the stack does not synthesize:\n${Buffer.concat(complaints).toString()}`)
    return JSON.parse(readFileSync(join(outdir, 'Plimsoll.template.json'), 'utf8'))
  })

const readTemplateFile = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`cannot read the template ${file}`, { cause: error })
  }
}

/** Writes the first data in a thread of its own, whose environment is that of a function with every right. */
const seed = async (
  { environment, seedUsers }: EmptyHost,
  order: SeedOrder,
  signal: AbortSignal | undefined,
): Promise<void> => {
  const worker = new Worker(new URL('../demo/seed-worker.ts', import.meta.url), { workerData: order, env: environment })
  const breakingOff = signal && addAbortListener(signal, () => void worker.terminate())
  const exited = once(worker, 'exit')
  worker.on('message', async (users: readonly SeedUser[]) => worker.postMessage(await seedUsers(users)))
  try {
    const [status] = await exited
    if (status !== 0) throw new Error('the first data could not be written')
  } finally {
    breakingOff?.[Symbol.dispose]()
  }
}

/**
 * Starts the whole system on this machine, as `npm start` does.
 *
 * @throws Error with one clear line for a fault that the operator can mend; any error, once it is aborted
 */
export const startLocalSystem = async (options: LocalSystemOptions): Promise<RunningHost> => {
  const { templateFile, signal } = options
  const data = openDataDirectory(resolve(options.dataDir), { fresh: options.fresh })
  try {
    // The stack reads what was built: bundles as assets, and the hashes of the pages' scripts.
    if (options.build) await buildAll(signal)
    const template = templateFile === undefined ? await synthesize(signal) : readTemplateFile(templateFile)
    signal?.throwIfAborted()
    return await startHost(hostOptions(options, data, template))
  } catch (error) {
    data.release()
    throw error
  }
}

const hostOptions = (options: LocalSystemOptions, data: DataDirectory, template: unknown): HostOptions => ({
  template,
  data,
  distDir: join(ROOT, 'dist'),
  siteDir: join(ROOT, 'dist/site'),
  port: options.port,
  awsPort: options.awsPort,
  settings: {
    DEMO_ACCOUNTS: String(options.withDemo),
    ...(options.rateLimit !== undefined && { RATE_LIMIT: String(options.rateLimit) }),
  },
  holdConsumers: options.holdConsumers,
  modelServer: modelServerOf(process.env),
  seed: (host) => seed(host, { withDemo: options.withDemo }, options.signal),
  report: options.report,
})
