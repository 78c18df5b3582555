/**
 * What a month of tickets costs on AWS, from units and calls that are counted on this machine and one dated price file:
 * `npm run cost -- [--tickets 1000000] [--users <as many>] [--sample 20] [--json]`. Users are people who sign in within
 * the month, which Cognito bills one by one: without `--users`, each ticket comes from a different signed-in user.
 *
 * Starts a system of its own, takes some tickets through their life from the suggestion to the answer, and then runs
 * the schedules once with nothing to do, for the monthly cost of an idle installation. Lambda's time is measured on
 * this machine: the command warns if other work keeps it busy.
 */
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import type { MetricSummary } from '../lib/local/metrics.ts'
import { buildAll } from './build.ts'
import { billOf, type Item, LEFT_OUT, PRICES_AS_OF, standingCosts, totalOf, UNSEEN_PRICES } from './cost/bill.ts'
import { LIFE, liveOnce, newClient, openScreen, SCREEN_MINUTES, type Side } from './cost/life.ts'
import { busyWarning } from './cost/machine.ts'
import { type Life, monthOf, tracesOf } from './cost/month.ts'
import { queueConsumers, runsAMonth, sizesOf, stackOf } from './cost/stack.ts'
import { storedBytes } from './cost/stored.ts'
import { callsOf, type Span, usageOf } from './cost/usage.ts'
import { type BenchSystem, startSystem } from './local/host-process.ts'
import { synthesize } from './local/system.ts'
import { readFlags, runMain } from './program/run-main.ts'
import { inScratchFolder } from './program/scratch-folder.ts'

const { values: flags } = readFlags({
  options: {
    tickets: { type: 'string', default: '1000000' },
    users: { type: 'string' },
    sample: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
})

const metricsOf = async ({ url }: BenchSystem): Promise<readonly MetricSummary[]> =>
  (await (await fetch(`${url}/_local/metrics`)).json()) as readonly MetricSummary[]

/** Runs something until the system is idle again; returns the metrics before and after it. */
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

/** What one ticket's life takes, averaged over a sample. */
const lifeOf = async (folder: string, system: BenchSystem, document: unknown, sample: number): Promise<Life> => {
  const client = newClient()
  const sideOf = async (account: string): Promise<Side> => {
    const person = { url: system.url, token: await system.signIn(account) }
    return { ...person, screen: await openScreen(client, person) }
  }
  const [customer, staff] = [await sideOf('customer01'), await sideOf('admin')]
  const isLog = (name: string): boolean => name.endsWith('.log')
  const countedHere = async () => ({
    requests: client.requests(),
    bytes: client.bytes() + customer.screen.bytes() + staff.screen.bytes(),
    logs: bytesIn(folder, isLog),
    ...(await storedBytes(system.awsUrl)),
  })
  // The first life also pays for connections and compilation, so it is not counted.
  await liveOnce(client, customer, staff, 0)
  await system.quiet()
  const before = await countedHere()
  const span = await spanOf(system, async () => {
    for (let number = 1; number <= sample; number += 1) await liveOnce(client, customer, staff, number)
  })
  const after = await countedHere()
  for (const { screen } of [customer, staff]) screen.close()
  const more = (name: keyof typeof before): number => after[name] - before[name]
  const usage = usageOf(span, sizesOf(document), queueConsumers(document))
  const inAll = {
    ...usage,
    // A page sends one ping a minute.
    'websocket messages': (usage['websocket messages'] ?? 0) + SCREEN_MINUTES * sample,
    'websocket minutes': SCREEN_MINUTES * sample,
    'http api requests': more('requests'),
    'cloudfront requests': more('requests'),
    'cloudfront function calls': more('requests'),
    'waf requests': more('requests'),
    'data out bytes': more('bytes'),
    'log bytes': more('logs'),
    'stored byte-months': more('withIndexes'),
    'backed-up byte-months': more('rows'),
  }
  const each = (amounts: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, amount / sample]))
  return { usage: each(inAll), calls: each(callsOf(span)) }
}

/** What the schedules use in a month in which nothing happens. */
const idleUsage = async (system: BenchSystem, document: unknown): Promise<readonly Item[]> => {
  const items: Item[] = []
  for (const [schedule, runs] of runsAMonth(document)) {
    const run = async (): Promise<void> =>
      void (await fetch(`${system.url}/_local/schedules/${schedule}`, { method: 'POST' }))
    // The first run does the work that the sample and the demo's tickets have left.
    await run()
    const span = await spanOf(system, run)
    const usage = {
      ...usageOf(span, sizesOf(document), queueConsumers(document)),
      'eventbridge scheduler calls': 1,
      // Schedules run so seldom that every one of their calls is traced.
      'x-ray traces': tracesOf(callsOf(span)),
    }
    items.push({ name: schedule, amount: runs, cost: runs * totalOf(billOf(usage)) })
  }
  return items
}

const countDepartments = async (system: BenchSystem): Promise<number> => {
  const admin = { url: system.url, token: await system.signIn('admin') }
  return (await newClient().call(admin, 'listDepartments')).items.length
}

const money = (usd: number): string => usd.toLocaleString('en-US', { style: 'currency', currency: 'USD' })
const whole = (amount: number): string => Math.round(amount).toLocaleString('en-US')
const line = ({ name, amount, cost }: Item): string =>
  `  ${name.padEnd(28)}${whole(amount).padStart(18)}${money(cost).padStart(14)}`

await runMain(() =>
  inScratchFolder(async (folder) => {
    const [tickets, sample] = [Number(flags.tickets), Number(flags.sample)]
    const users = Number(flags.users ?? tickets)
    if (!(tickets >= 1) || !(sample >= 1)) throw new Error('--tickets and --sample are whole numbers from 1')
    if (!(users >= 0)) throw new Error('--users is a whole number from 0')
    // Before the build, whose own load must not cause the warning.
    const warning = busyWarning(loadavg()[0] ?? 0, cpus().length)
    if (warning) console.error(warning)
    await buildAll()
    const document = await synthesize()
    const templateFile = join(folder, 'template.json')
    writeFileSync(templateFile, JSON.stringify(document))
    const dataDir = join(folder, 'data')
    const system = await startSystem({ dataDir, templateFile, holdConsumers: false })
    try {
      const used = billOf(monthOf(await lifeOf(dataDir, system, document, sample), { tickets, users }))
      const standing = standingCosts(stackOf(document), await countDepartments(system))
      const idle = [...standing, ...(await idleUsage(system, document))]
      const [perTicket, perMonth] = [totalOf(used) / tickets, totalOf(idle)]
      const origin = { as_of: PRICES_AS_OF, unseen: UNSEEN_PRICES, left_out: LEFT_OUT }
      if (flags.json) console.log(JSON.stringify({ ...origin, tickets, users, used, idle, perTicket, perMonth }))
      else {
        console.log(`a month of ${whole(tickets)} tickets, each ${LIFE}; ${whole(users)} people sign in (--users)`)
        for (const item of used) console.log(line(item))
        console.log(`  together ${money(totalOf(used))}, that is ${money(perTicket * 1_000)} for a thousand tickets`)
        console.log('a month without a ticket')
        for (const item of idle) console.log(line(item))
        console.log(`  together ${money(perMonth)}`)
        console.log(
          `prices of ${PRICES_AS_OF}, free tiers not taken off; looked up nowhere: ${UNSEEN_PRICES.join(', ')}`,
        )
        console.log(`left out: ${LEFT_OUT.join('; ')}`)
      }
    } finally {
      await system.close()
    }
  }),
)
