import type { Department } from '../../contracts/department.ts'
import type { Priority } from '../../contracts/triage.ts'
import { mean, total } from '../averages.ts'
import { NO_OVERFLOW } from '../capacity.ts'
import { MINUTES_PER_DAY, MINUTES_PER_HOUR } from '../time.ts'
import type { SimulatedAgent, SimulatedTicket, World } from './world.ts'

/** A source of numbers in [0, 1), each as likely as any other. */
export type Random = () => number

/** How long work takes: exponential, or lognormal with the standard deviation of its logarithm. */
export type WorkTime =
  | { readonly distribution: 'exponential'; readonly mean_minutes: number }
  | { readonly distribution: 'lognormal'; readonly mean_minutes: number; readonly sigma: number }

export interface ScenarioDepartment {
  readonly name: string
  /**
   * Arrivals by hour from midnight on, repeated after the last one; only their ratios count, `load` sets their level.
   */
  readonly arrivals_by_hour: readonly number[]
  /** Factor on the scenario's load for this department. */
  readonly load_factor: number
  /** Skills that tickets ask for, one each, all equally likely. */
  readonly skills: readonly string[]
  /** Share of the tickets that ask for a skill. */
  readonly skilled_share: number
  readonly overflow: Department['overflow']
  readonly agents: readonly Pick<SimulatedAgent, 'skills' | 'speed'>[]
}

/** The figures of a support desk, from which worlds are drawn. */
export interface Scenario {
  readonly days: number
  /** The share of their time that agents would work if tickets went to them regardless of skills. */
  readonly load: number
  readonly capacity: number
  readonly work: WorkTime
  readonly mismatch_factor: number
  readonly overload_threshold: number
  readonly underload_threshold: number
  readonly departments: readonly ScenarioDepartment[]
}

const STARTS_AT = '2026-01-05T00:00:00.000Z'

/** The share of each priority, cumulated. */
const PRIORITY_SHARES: readonly (readonly [Priority, number])[] = [
  ['low', 0.2],
  ['medium', 0.75],
  ['high', 0.95],
  ['critical', 1],
]

/** A small generator with 32 bits of state (mulberry32): the same seed always gives the same numbers. */
export const newRandom = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const exponential = (mean: number, random: Random): number => -mean * Math.log(1 - random())

/** Box and Muller's transform. */
const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

const workMinutes = (work: WorkTime, random: Random): number =>
  work.distribution === 'exponential'
    ? exponential(work.mean_minutes, random)
    : work.mean_minutes * Math.exp(work.sigma * normal(random) - work.sigma ** 2 / 2)

const oneOf = (skills: readonly string[], random: Random): readonly string[] =>
  skills.slice(Math.floor(random() * skills.length)).slice(0, 1)

const aPriority = (random: Random): Priority => {
  const draw = random()
  return PRIORITY_SHARES.find(([, share]) => draw < share)?.[0] ?? 'medium'
}

/** Mean minutes of work of a ticket that goes to a random agent of the department, at the usual speed. */
const blindWorkMinutes = ({ work, mismatch_factor }: Scenario, department: ScenarioDepartment): number => {
  const matched = mean(
    department.skills.map((skill) => mean(department.agents.map(({ skills }) => (skills.includes(skill) ? 1 : 0)))),
  )
  const mismatched = department.skilled_share * (1 - matched)
  return work.mean_minutes * (1 + mismatched * (mismatch_factor - 1))
}

/** Arrivals per minute, by hour of the day. */
const ratesOf = (scenario: Scenario, department: ScenarioDepartment): readonly number[] => {
  const speed = total(department.agents.map((agent) => agent.speed))
  const rate = (scenario.load * department.load_factor * speed) / blindWorkMinutes(scenario, department)
  const usual = mean(department.arrivals_by_hour)
  return department.arrivals_by_hour.map((arrivals) => (rate * arrivals) / usual)
}

/** Tickets per hour of all departments, over a day. */
export const arrivalsPerHour = (scenario: Scenario): number =>
  MINUTES_PER_HOUR * total(scenario.departments.map((department) => mean(ratesOf(scenario, department))))

/**
 * A scenario with the same arrivals for a single group of equal agents who can do everything, with exponential work:
 * the best that any routing could achieve, and a case for which Erlang's C formula gives the exact mean wait.
 */
export const pooledScenario = (scenario: Scenario): Scenario => {
  const speeds = scenario.departments.flatMap(({ agents }) => agents.map(({ speed }) => speed))
  return {
    ...scenario,
    load: (arrivalsPerHour(scenario) * scenario.work.mean_minutes) / (MINUTES_PER_HOUR * total(speeds)),
    capacity: 1,
    work: { distribution: 'exponential', mean_minutes: scenario.work.mean_minutes },
    departments: [
      {
        name: 'everyone',
        arrivals_by_hour: [1],
        load_factor: 1,
        skills: ['any'],
        skilled_share: 0,
        overflow: NO_OVERFLOW,
        agents: speeds.map(() => ({ skills: ['any'], speed: mean(speeds) })),
      },
    ],
  }
}

/** A Poisson process whose rate follows the hours, made by thinning one of the highest rate. */
const arrivalTimes = (rates: readonly number[], days: number, random: Random): readonly number[] => {
  const highest = Math.max(...rates)
  const times: number[] = []
  for (let at = exponential(1 / highest, random); at < days * MINUTES_PER_DAY; at += exponential(1 / highest, random)) {
    const rate = rates[Math.floor(at / MINUTES_PER_HOUR) % rates.length] ?? 0
    if (random() * highest < rate) times.push(at)
  }
  return times
}

const ticketsOf = (scenario: Scenario, department: ScenarioDepartment, random: Random): readonly SimulatedTicket[] =>
  arrivalTimes(ratesOf(scenario, department), scenario.days, random).map((arrives_at, place) => ({
    id: `${department.name}-${place}`,
    department_id: department.name,
    priority: aPriority(random),
    required_skills: random() < department.skilled_share ? oneOf(department.skills, random) : [],
    arrives_at,
    work_minutes: workMinutes(scenario.work, random),
  }))

/** Draws the tickets of a scenario; everybody is online all the time. */
export const drawWorld = (scenario: Scenario, random: Random): World => ({
  starts_at: STARTS_AT,
  mismatch_factor: scenario.mismatch_factor,
  presence_changes: [],
  departments: scenario.departments.map(({ name, overflow }) => ({
    department_id: name,
    overflow,
    overload_threshold: scenario.overload_threshold,
    underload_threshold: scenario.underload_threshold,
  })),
  agents: scenario.departments.flatMap(({ name, agents }) =>
    agents.map(({ skills, speed }, place) => ({
      agent_id: `${name}-agent-${place + 1}`,
      department_id: name,
      skills,
      capacity: scenario.capacity,
      speed,
    })),
  ),
  tickets: scenario.departments
    .flatMap((department) => ticketsOf(scenario, department, random))
    .toSorted((a, b) => a.arrives_at - b.arrives_at),
})
