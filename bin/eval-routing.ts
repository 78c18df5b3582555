/**
 * Compares the routing strategies on simulated desks: `npm run eval:routing -- [scenario.json] [--seed N] [--print]`.
 *
 * `--print` writes the built-in scenario as JSON, as a start for others. The bound beside the figures is the wait in
 * one queue for all agents, each skilled for every ticket, by Erlang's C formula.
 */
import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { Strategy } from '../functions/contracts/department.ts'
import { WEIGHTS } from '../functions/domain/assignment/suitability.ts'
import { DEFAULT_SCENARIO } from '../functions/domain/simulation/default-scenario.ts'
import { figuresOf, type SimulationFigures } from '../functions/domain/simulation/figures.ts'
import {
  arrivalsPerHour,
  drawWorld,
  newRandom,
  pooledScenario,
  type Scenario,
} from '../functions/domain/simulation/scenario.ts'
import type { World } from '../functions/domain/simulation/world.ts'
import { simulate } from '../functions/domain/simulation.ts'
import { erlangC } from '../functions/domain/staffing.ts'
import { readFlags } from './program/run-main.ts'

const MINUTES_PER_DAY = 1_440
/** The first day fills the desk and is not scored. */
const WARM_UP_MINUTES = MINUTES_PER_DAY

const Positive = z.number().positive()
const Share = z.number().min(0).max(1)
const WorkTime = z.discriminatedUnion('distribution', [
  z.strictObject({ distribution: z.literal('exponential'), mean_minutes: Positive }),
  z.strictObject({ distribution: z.literal('lognormal'), mean_minutes: Positive, sigma: Positive }),
])
const ScenarioDepartment = z.strictObject({
  name: z.string().min(1),
  arrivals_by_hour: z
    .array(z.number().min(0))
    .length(24)
    .refine((arrivals) => arrivals.some((amount) => amount > 0), 'must not be all zero'),
  load_factor: Positive,
  skills: z.array(z.string()).min(1),
  skilled_share: Share,
  overflow: z.strictObject({ enabled: z.boolean(), after_minutes: z.number().min(0) }),
  agents: z.array(z.strictObject({ skills: z.array(z.string()), speed: Positive })).min(1),
})
const Evaluation = z.strictObject({
  days: z.number().min(2).max(1_000),
  /** Each load is tried with each capacity. */
  loads: z.array(Positive).min(1),
  capacities: z.array(z.int().min(1).max(100)).min(1),
  work: WorkTime,
  mismatch_factor: z.number().min(1),
  overload_threshold: Positive,
  underload_threshold: z.number().min(0),
  departments: z.array(ScenarioDepartment).min(1),
})
type Evaluation = Readonly<z.infer<typeof Evaluation>>

const builtIn = (): Evaluation => {
  const { load: _load, capacity: _capacity, ...desk } = DEFAULT_SCENARIO
  return Evaluation.parse({ ...desk, loads: [0.7, 0.85], capacities: [3, 10] })
}

const figuresFor = (world: World, strategy: Strategy, merging: boolean): SimulationFigures => {
  const policy = { routing: { strategy, weights: WEIGHTS, version: 1 }, merging }
  const agentIds = world.agents.map(({ agent_id }) => agent_id)
  return figuresOf(simulate(world, policy), agentIds, WARM_UP_MINUTES)
}

const row = (name: string, figures: SimulationFigures): string =>
  [
    name.padEnd(14),
    figures.mean_wait_minutes.toFixed(1).padStart(8),
    `±${figures.mean_wait_uncertainty_minutes.toFixed(1)}`.padEnd(7),
    figures.p95_wait_minutes.toFixed(1).padStart(8),
    figures.jain.toFixed(3).padStart(7),
    `${(100 * figures.skill_match).toFixed(0)} %`.padStart(7),
    String(figures.over_capacity).padStart(8),
  ].join(' ')

const HEADINGS = `${'minutes'.padEnd(14)}     mean ±95 %        p95    Jain  skills over cap`

const compareStrategies = (scenario: Scenario, seed: number): void => {
  const world = drawWorld(scenario, newRandom(seed))
  console.log(`\nload ${scenario.load}, capacity ${scenario.capacity}: ${world.tickets.length} tickets\n${HEADINGS}`)
  for (const strategy of Strategy.options) console.log(row(strategy, figuresFor(world, strategy, false)))
}

/** The mean wait in minutes if all arrivals shared one queue for all agents. */
const pooledWait = (pooled: Scenario): number => {
  const agents = pooled.departments.flatMap((department) => department.agents)
  const [{ speed } = { speed: 1 }] = agents
  const handle_seconds = (60 * pooled.work.mean_minutes) / speed
  const queue = { arrivals_per_hour: arrivalsPerHour(pooled), handle_seconds, agents: agents.length, target_seconds: 0 }
  return erlangC(queue).asa_seconds / 60
}

const showBound = (scenario: Scenario): void => {
  console.log(
    `pooled bound at load ${scenario.load}: ${pooledWait(pooledScenario(scenario)).toFixed(2)} minutes by Erlang C`,
  )
}

/** Runs a case for which the formula is exact, to check the simulation itself. */
const checkSimulation = (scenario: Scenario, seed: number): void => {
  const pooled = {
    ...pooledScenario({ ...scenario, departments: scenario.departments.slice(0, 1) }),
    load: 0.8,
    days: 1_000,
  }
  const exact = pooledWait(pooled)
  const { mean_wait_minutes } = figuresFor(drawWorld(pooled, newRandom(seed)), 'balanced', false)
  const error = 100 * (mean_wait_minutes / exact - 1)
  console.log(
    `\nthe simulation itself, M/M/N at load ${pooled.load}: ${mean_wait_minutes.toFixed(2)} minutes, ` +
      `${exact.toFixed(2)} by Erlang C (${error.toFixed(1)} %)`,
  )
}

const RELIEFS = [
  ['alone', false, false],
  ['merging', false, true],
  ['overflow', true, false],
  ['both', true, true],
] as const

/** Overloads the first department, and shows the effect of overflow and merging. */
const compareRelief = (scenario: Scenario, seed: number): void => {
  console.log(
    `\n${scenario.departments[0]?.name} at 1.6 times load ${scenario.load}, capacity ${scenario.capacity}\n${HEADINGS}`,
  )
  for (const [name, overflows, merging] of RELIEFS) {
    const departments = scenario.departments.map((department, place) => ({
      ...department,
      load_factor: place === 0 ? 1.6 : 0.8,
      overflow: { ...department.overflow, enabled: overflows },
    }))
    const world = drawWorld({ ...scenario, departments }, newRandom(seed))
    console.log(row(name, figuresFor(world, 'balanced', merging)))
  }
}

const evaluate = ({ loads, capacities, ...desk }: Evaluation, seed: number): void => {
  for (const load of loads) {
    for (const capacity of capacities) compareStrategies({ ...desk, load, capacity }, seed)
    showBound({ ...desk, load, capacity: 1 })
  }
  const [load = DEFAULT_SCENARIO.load] = loads
  const [capacity = DEFAULT_SCENARIO.capacity] = capacities
  compareRelief({ ...desk, load, capacity }, seed)
  checkSimulation({ ...desk, load, capacity }, seed)
}

const { values, positionals } = readFlags({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, print: { type: 'boolean', default: false } },
})
const [file] = positionals
const scenario = file === undefined ? builtIn() : JSON.parse(await readFile(file, 'utf8'))
const asked = z
  .object({ scenario: Evaluation, seed: z.coerce.number().int() })
  .safeParse({ scenario, seed: values.seed })

if (!asked.success) {
  console.error(z.prettifyError(asked.error))
  process.exitCode = 1
} else if (values.print) {
  console.log(JSON.stringify(asked.data.scenario, null, 2))
} else {
  evaluate(asked.data.scenario, asked.data.seed)
}
