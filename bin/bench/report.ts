import { cpus, totalmem } from 'node:os'
import type { BundleFigures } from './bundles.ts'
import type { LiveFigures } from './live.ts'
import type { PipelineFigures } from './pipeline.ts'
import type { RequestFigures } from './requests.ts'

export interface BenchFigures {
  /** By the number of tickets in the tables. */
  readonly requests: readonly { readonly tickets: number; readonly figures: readonly RequestFigures[] }[]
  readonly pipeline?: PipelineFigures
  readonly live?: LiveFigures
  readonly bundles?: readonly BundleFigures[]
  readonly middlewareMicroseconds?: number
}

/** Goals: shares of CPU, seconds, MB, KB, ms. */
const GOALS = {
  ownShare: 0.25,
  growth: 1.2,
  pipelinePerSecond: 30,
  liveSeconds: 2,
  memory: 600,
  bundleKilobytes: 450,
  importMs: 80,
  middlewareMicroseconds: 8,
} as const
/** Requests a second that the bare get reached where the goals for rates were set. */
const REFERENCE_PER_SECOND = 1_800
/** Operations whose cost must not grow with the number of tickets. */
const LEVEL = new Set(['get', 'list', 'list of two filters', 'search', 'statistics'])

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, at) => (at === 0 ? '---' : '--:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

const verdict = (isReached: boolean): string => (isReached ? 'reached' : '**missed**')

interface Line {
  readonly goal: string
  readonly figure: string
  readonly isReached: boolean
}

/** Our own share: CPU beyond that of a bare server that makes the same calls; 0.25 is 25 % more. */
const ownShare = ({ own, bare }: RequestFigures): number => own.cpuMs / bare.cpuMs - 1

const percent = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(0)} %`

const requestTable = (figures: readonly RequestFigures[]): string =>
  table(
    [
      'operation',
      'host, 1/s',
      'p50, ms',
      'p99, ms',
      'function alone, 1/s',
      'CPU, ms',
      'bare, 1/s',
      'CPU, ms',
      'own share',
      'reference, 1/s',
      'database CPU, ms',
      'calls',
      'read units',
      'write units',
    ],
    figures.map((one) => [
      one.operation.name,
      one.host.perSecond.toFixed(0),
      one.host.p50.toFixed(0),
      one.host.p99.toFixed(0),
      one.own.perSecond.toFixed(0),
      one.own.cpuMs.toFixed(2),
      one.bare.perSecond.toFixed(0),
      one.bare.cpuMs.toFixed(2),
      percent(ownShare(one)),
      one.reference.toFixed(0),
      one.own.databaseMs.toFixed(2),
      String(one.calls),
      String(one.readUnits),
      String(one.writeUnits),
    ]),
  )

const liveTable = ({ comments, sockets, ...live }: LiveFigures): string =>
  table(
    [`${comments} comments at ${sockets} sockets`, 'seconds'],
    [
      ['half of the sockets have it', live.p50.toFixed(2)],
      ['99 in 100 have it', live.p99.toFixed(2)],
      ['all have the slowest one', live.seconds.toFixed(2)],
      ['all have the same text of a bare server', live.bareSeconds.toFixed(2)],
      ['CPU of the host and its emulators for one', (live.cpuMs / 1_000).toFixed(2)],
    ],
  )

/** A request's CPU with the most tickets, relative to that with the fewest; also with the database's CPU added. */
const growthLines = ({ requests }: BenchFigures): readonly Line[] => {
  const [few, many] = [requests.at(0), requests.at(-1)]
  if (!few || !many || few === many) return []
  return few.figures.flatMap((one) => {
    const other = many.figures.find(({ operation }) => operation.name === one.operation.name)
    if (!other || !LEVEL.has(one.operation.name)) return []
    const growth = other.own.cpuMs / one.own.cpuMs
    const whole = (other.own.cpuMs + other.own.databaseMs) / (one.own.cpuMs + one.own.databaseMs)
    return [
      {
        goal: `CPU of ${one.operation.name} at ${many.tickets} tickets ≤ ${GOALS.growth} × that at ${few.tickets}`,
        figure: `${growth.toFixed(2)} × (with the database's ${whole.toFixed(2)} ×)`,
        isReached: growth <= GOALS.growth,
      },
    ]
  })
}

/** The host's rate, beside the reference's in the same rounds. */
const rateLine = (goal: string, least: number, { host, reference }: RequestFigures): Line => ({
  goal,
  figure: `${host.perSecond.toFixed(0)} (reference ${reference.toFixed(0)})`,
  isReached: host.perSecond >= least,
})

/** The goal for something that is counted: `most` at most. Empty without a goal. */
const atMost = (what: string, most: number | undefined, unit: string, counted: number): readonly Line[] =>
  most === undefined
    ? []
    : [
        {
          goal: `${what} ≤ ${most} ${unit}${most === 1 ? '' : 's'}`,
          figure: String(counted),
          isReached: counted <= most,
        },
      ]

const requestLines = ({ requests }: BenchFigures): readonly Line[] =>
  requests.flatMap(({ tickets, figures }) =>
    figures.flatMap((one): Line[] => {
      const { name, goal, callsGoal, readsGoal, writesGoal } = one.operation
      const what = `${name} at ${tickets} tickets`
      return [
        ...(goal === undefined ? [] : [rateLine(`${what} ≥ ${goal} a second`, goal, one)]),
        {
          goal: `own CPU of ${what} ≤ ${GOALS.ownShare * 100} % on top of bare`,
          figure: percent(ownShare(one)),
          isReached: ownShare(one) <= GOALS.ownShare,
        },
        ...atMost(what, callsGoal, 'call', one.calls),
        ...atMost(what, readsGoal, 'read unit', one.readUnits),
        ...atMost(what, writesGoal, 'write unit', one.writeUnits),
      ]
    }),
  )

const wholeLines = ({ pipeline, live, bundles = [], middlewareMicroseconds }: BenchFigures): readonly Line[] => {
  const lines: Line[] = []
  const add = (goal: string, figure: string, isReached: boolean): void => void lines.push({ goal, figure, isReached })
  if (pipeline) {
    const { perSecond } = pipeline
    add(
      `whole pipeline ≥ ${GOALS.pipelinePerSecond} tickets a second`,
      `${perSecond.toFixed(0)} (${pipeline.tickets} tickets)`,
      perSecond >= GOALS.pipelinePerSecond,
    )
  }
  if (live) {
    const figure = `${live.seconds.toFixed(2)} s (raw sockets ${live.bareSeconds.toFixed(2)} s)`
    add(`a comment at ${live.sockets} sockets ≤ ${GOALS.liveSeconds} s`, figure, live.seconds <= GOALS.liveSeconds)
  }
  const memory = Math.max(pipeline?.memory ?? 0, live?.memory ?? 0)
  if (memory > 0) {
    add(`host and emulators ≤ ${GOALS.memory} MB`, `${memory.toFixed(0)} MB`, memory <= GOALS.memory)
  }
  if (bundles.length > 0) {
    const largest = Math.max(...bundles.map(({ kilobytes }) => kilobytes))
    const slowest = Math.max(...bundles.map(({ importMs }) => importMs))
    add(
      `bundles ≤ ${GOALS.bundleKilobytes} KB`,
      `the largest ${largest.toFixed(0)} KB`,
      largest <= GOALS.bundleKilobytes,
    )
    add(`import ≤ ${GOALS.importMs} ms`, `the slowest ${slowest.toFixed(0)} ms`, slowest <= GOALS.importMs)
  }
  if (middlewareMicroseconds !== undefined) {
    add(
      `middleware ≤ ${GOALS.middlewareMicroseconds} µs`,
      `${middlewareMicroseconds.toFixed(1)} µs`,
      middlewareMicroseconds <= GOALS.middlewareMicroseconds,
    )
  }
  return lines
}

const machine = (): string =>
  `${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`

const EXPLANATION = `Made by \`npm run bench\`, at 32 connections with the client on the same machine. "Host" is the whole local host with
\`--hold-consumers\`: front door, gateway, worker, AWS port and database. "Function alone" is the shipped bundle behind a Node
HTTP server; "bare" is the same server that only makes the function's AWS calls, with the same SDK clients on the same
embedded database. The own share is the CPU that the function uses beyond that. Units are counted by the database; those of
a write include every index that it changes.

Calls are calls of AWS services. The goal is one for a read, and two for a create or a patch. Three reads need more because
of how their rows are stored: a list without a filter merges one query for each of the four statuses (and each shard), plus
one more for each status that holds more than its share of the page; a search reads where its words occur, then the tickets;
statistics read the counters and, at the same time, the ticket that has waited longest, which is in another table.

All servers of an operation are measured in turn, with a bare get as the reference, because a machine's speed drifts: compare
rates of two days by their references. The goals for requests a second were set where the reference reached about
${REFERENCE_PER_SECOND}, and when a row had an attribute for each field. Now a ticket's row is JSON in one attribute: the bare server's CPU for a
list of two filters equals the time in which its reference answers 2.9 to 4.2 requests (4.8 before), and parsing that JSON is
part of our own share. Between two runs on one day, half of the shares moved by more than 18 percentage points, and one by
33: a share below 25 % may be above it in the next run.

The whole pipeline has no reference beside it: clients, functions, emulators and database share the cores, so its rate is the
machine's. The import time is the fastest of five in fresh processes; the slowest bundles carry the triage engine.`

/** The figures as a page. */
export const reportOf = (figures: BenchFigures): string => {
  const lines = [...requestLines(figures), ...growthLines(figures), ...wholeLines(figures)]
  const sections = [
    `# Performance\n\n${machine()}.\n\n${EXPLANATION}`,
    `## Goals\n\n${lines.filter(({ isReached }) => !isReached).length} of ${lines.length} goals are missed.\n\n${table(
      ['goal', 'figure', 'verdict'],
      lines.map(({ goal, figure, isReached }) => [goal, figure, verdict(isReached)]),
    )}`,
    ...figures.requests.map((one) => `## At ${one.tickets} tickets\n\n${requestTable(one.figures)}`),
    ...(figures.live ? [`## Live\n\n${liveTable(figures.live)}`] : []),
    ...(figures.bundles
      ? [
          `## Bundles\n\n${table(
            ['function', 'KB', 'import, ms'],
            figures.bundles.map(({ name, kilobytes, importMs }) => [name, kilobytes.toFixed(0), importMs.toFixed(0)]),
          )}`,
        ]
      : []),
  ]
  return `${sections.join('\n\n')}\n`
}
