/**
 * What tickets cost on AWS, from units and calls that are counted on this machine and one dated price file:
 * `npm run cost -- [--tickets 1000000] [--sample 20] [--json]`.
 *
 * Starts a system of its own, lets some tickets live from the suggestion to the answer, and then lets the schedules run
 * once with nothing to do, for what an idle installation costs a month.
 */
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MetricSummary } from '../lib/local/metrics.ts'
import { type BenchSystem, startSystem } from './bench/system.ts'
import { buildFunctions, buildSite } from './build.ts'
import { billOf, type Item, PRICES_AS_OF, standingCosts, totalOf } from './cost/bill.ts'
import { LIFE, liveOnce, newClient, openScreen } from './cost/life.ts'
import { queueConsumers, runsAMonth, sizesOf, stackOf } from './cost/stack.ts'
import { storedBytes } from './cost/stored.ts'
import { type Span, type Usage, usageOf } from './cost/usage.ts'
import { synthesize } from './local-system.ts'
import { readFlags, runMain } from './run-main.ts'
import { inScratchFolder } from './scratch-folder.ts'

const { values: flags } = readFlags({
  options: {
    tickets: { type: 'string', default: '1000000' },
    sample: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
})

const metricsOf = async ({ url }: BenchSystem): Promise<readonly MetricSummary[]> =>
  (await (await fetch(`${url}/_local/metrics`)).json()) as readonly MetricSummary[]

/** Does something and waits until it is done everywhere; what was counted before and after it. */
const spanOf = async (system: BenchSystem, happens: () => Promise<void>): Promise<Span> => {
  await system.quiet()
  const before = await metricsOf(system)
  await happens()
  await system.quiet()
  return { before, after: await metricsOf(system) }
}

const bytesIn = (folder: string, isWanted: (name: string) => boolean): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isWanted(entry.name))
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)

/** What one life takes, on the average of a sample. */
const ticketUsage = async (folder: string, system: BenchSystem, document: unknown, sample: number): Promise<Usage> => {
  const person = async (account: string) => ({ url: system.url, token: await system.signIn(account) })
  const [customer, staff] = [await person('customer01'), await person('admin')]
  const client = newClient()
  const isLog = (name: string): boolean => name.endsWith('.log')
  const screens = [await openScreen(client, customer), await openScreen(client, staff)]
  // The first of everything pays for connections and compiled code.
  await liveOnce(client, customer, staff, 0)
  const [requests, logs] = [client.requests(), bytesIn(folder, isLog)]
  const rows = await storedBytes(system.awsUrl)
  const span = await spanOf(system, async () => {
    for (let number = 1; number <= sample; number += 1) await liveOnce(client, customer, staff, number)
  })
  for (const screen of screens) screen.terminate()
  const asked = client.requests() - requests
  const used: Usage = {
    ...usageOf(span, sizesOf(document), queueConsumers(document)),
    'http api requests': asked,
    'cloudfront requests': asked,
    'waf requests': asked,
    'log bytes': bytesIn(folder, isLog) - logs,
    'stored byte-months': (await storedBytes(system.awsUrl)) - rows,
  }
  return Object.fromEntries(Object.entries(used).map(([name, amount]) => [name, amount / sample]))
}

/** What the schedules take in a month in which nothing happens. */
const idleUsage = async (system: BenchSystem, document: unknown): Promise<readonly Item[]> => {
  const items: Item[] = []
  for (const [schedule, runs] of runsAMonth(document)) {
    const span = await spanOf(system, async () => {
      await fetch(`${system.url}/_local/schedules/${schedule}`, { method: 'POST' })
    })
    const usage = { ...usageOf(span, sizesOf(document), queueConsumers(document)), 'eventbridge scheduler calls': 1 }
    items.push({ name: schedule, amount: runs, cost: totalOf(billOf(usage, runs)) })
  }
  return items
}

const countDepartments = async (system: BenchSystem): Promise<number> => {
  const admin = { url: system.url, token: await system.signIn('admin') }
  return (await newClient().call(admin, 'listDepartments')).items.length
}

const money = (usd: number): string => usd.toLocaleString('en-US', { style: 'currency', currency: 'USD' })
const line = ({ name, amount, cost }: Item): string =>
  `  ${name.padEnd(28)}${Math.round(amount).toLocaleString('en-US').padStart(16)}${money(cost).padStart(14)}`

await runMain(() =>
  inScratchFolder(async (folder) => {
    const [tickets, sample] = [Number(flags.tickets), Number(flags.sample)]
    if (!(tickets >= 1) || !(sample >= 1)) throw new Error('--tickets and --sample are whole numbers from 1')
    await Promise.all([buildFunctions(), buildSite()])
    const document = await synthesize()
    const templateFile = join(folder, 'template.json')
    writeFileSync(templateFile, JSON.stringify(document))
    const dataDir = join(folder, 'data')
    const system = await startSystem({ dataDir, templateFile, holdConsumers: false })
    try {
      const used = billOf(await ticketUsage(dataDir, system, document, sample), tickets)
      const standing = standingCosts(stackOf(document), await countDepartments(system))
      const idle = [...standing, ...(await idleUsage(system, document))]
      const [perTicket, perMonth] = [totalOf(used) / tickets, totalOf(idle)]
      if (flags.json) console.log(JSON.stringify({ as_of: PRICES_AS_OF, tickets, used, idle, perTicket, perMonth }))
      else {
        console.log(`${tickets.toLocaleString('en-US')} tickets, each ${LIFE}; prices of ${PRICES_AS_OF}`)
        for (const item of used) console.log(line(item))
        console.log(`  together ${money(totalOf(used))}, that is ${money(perTicket * 1_000)} for a thousand tickets`)
        console.log('a month without a ticket')
        for (const item of idle) console.log(line(item))
        console.log(`  together ${money(perMonth)}`)
      }
    } finally {
      await system.close()
    }
  }),
)
