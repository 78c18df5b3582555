/**
 * Measures speed, CPU and memory of the product on this machine:
 * `npm run bench -- [--only <part>,…] [--sizes 1000,100000] [--seconds 3] [--out <file.md>]`.
 *
 * The figures are printed, and written to docs/performance.md if no part was left out, or to the file of `--out`. Parts
 * are the operations, `pipeline`, `live`, `bundles` and `middleware`.
 */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startDatabase } from '../lib/local/tables/database.ts'
import { tableDefinitions } from '../lib/local/tables/definitions.ts'
import { indexTables } from '../lib/local/tables/upkeep.ts'
import { readTemplate, type Template } from '../lib/local/template.ts'
import { measureBundles } from './bench/bundles.ts'
import { fillDatabase } from './bench/filled-database.ts'
import { measureLive } from './bench/live.ts'
import { measureMiddleware } from './bench/middleware.ts'
import { OPERATIONS } from './bench/operations.ts'
import { measurePipeline } from './bench/pipeline.ts'
import { type BenchFigures, reportOf } from './bench/report.ts'
import { measureRequests, type RequestFigures } from './bench/requests.ts'
import { buildAll } from './build.ts'
import { startSystem } from './local/host-process.ts'
import { synthesize } from './local/system.ts'
import { programIn } from './program/processes.ts'
import { readFlags } from './program/run-main.ts'
import { inScratchFolder } from './program/scratch-folder.ts'

/** Where the figures go if no part was left out. */
const PAGE = 'docs/performance.md'

const SIZES = '1000,100000'

const { values: flags } = readFlags({
  options: {
    only: { type: 'string' },
    sizes: { type: 'string', default: SIZES },
    seconds: { type: 'string', default: '3' },
    out: { type: 'string' },
  },
})
const OPERATION_NAMES = OPERATIONS.map(({ name }) => name)
const PARTS = [...OPERATION_NAMES, 'pipeline', 'live', 'bundles', 'middleware']
const chosen = flags.only?.split(',').map((name) => name.trim()) ?? PARTS
const only = (name: string): boolean => chosen.includes(name)
const say = (line: string): void => void process.stderr.write(`${line}\n`)

/** The template, where only its names matter or the AWS port is known. */
const templateAt = (document: unknown, awsUrl: string): Template =>
  readTemplate(document, {
    awsPort: () => Number(new URL(awsUrl).port),
    localUrl: (url) => url,
    dynamicReference: (reference) => {
      throw new Error(`the bench resolves no ${reference}`)
    },
  })

/** Measures operations on a system with this many tickets, its consumers held. */
const requestsAt = async (
  folder: string,
  { document, templateFile }: { readonly document: unknown; readonly templateFile: string },
  tickets: number,
): Promise<readonly RequestFigures[]> => {
  const file = join(folder, `tables-${tickets}.sqlite`)
  const definitions = tableDefinitions(templateAt(document, 'http://127.0.0.1:0'))
  const began = performance.now()
  await fillDatabase(file, definitions, tickets)
  say(`${tickets} tickets after ${((performance.now() - began) / 1_000).toFixed(0)} s`)
  const database = await startDatabase(file, say)
  const databasePid = programIn(process.pid, 'dynoxide')
  if (databasePid === undefined) throw new Error('the database does not run')
  const system = await startSystem({
    dataDir: join(folder, `data-${tickets}`),
    templateFile,
    holdConsumers: true,
    databaseUrl: database.endpoint,
  })
  // The host indexes only the file of its own database.
  indexTables(file, definitions)
  try {
    return await measureRequests({
      system,
      template: (awsUrl) => templateAt(document, awsUrl),
      databasePid,
      only,
      seconds: Number(flags.seconds),
      report: say,
    })
  } finally {
    await system.close()
    await database.close()
    rmSync(file, { force: true })
  }
}

const bench = async (folder: string): Promise<BenchFigures> => {
  await buildAll()
  const document = await synthesize()
  const templateFile = join(folder, 'template.json')
  writeFileSync(templateFile, JSON.stringify(document))
  const requests: { tickets: number; figures: readonly RequestFigures[] }[] = []
  if (OPERATION_NAMES.some(only)) {
    for (const tickets of flags.sizes.split(',').map(Number)) {
      requests.push({ tickets, figures: await requestsAt(folder, { document, templateFile }, tickets) })
    }
  }
  const whole = { folder, templateFile, report: say }
  return {
    requests,
    ...(only('pipeline') && { pipeline: await measurePipeline(whole) }),
    ...(only('live') && { live: await measureLive(whole) }),
    ...(only('bundles') && { bundles: measureBundles() }),
    ...(only('middleware') && { middlewareMicroseconds: await measureMiddleware() }),
  }
}

const unknown = chosen.find((name) => !PARTS.includes(name))
if (unknown !== undefined) {
  say(`there is no part ${unknown}, but ${PARTS.join(', ')}`)
  process.exit(1)
}
const text = reportOf(await inScratchFolder(bench))
process.stdout.write(text)
const isWhole = flags.only === undefined && flags.sizes === SIZES
const out = flags.out ?? (isWhole ? PAGE : undefined)
if (out !== undefined) writeFileSync(out, text)
