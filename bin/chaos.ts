/**
 * Runs the product's own handlers between models of the services, with everything that can go wrong, and holds them to
 * their promises: `npm run chaos -- --seeds N [--seed FIRST] [--operations 500] [--only PLACE,…] [--trace]`, or
 * `npm run chaos -- --planted [--operations 500]`.
 *
 * `--only` runs only these operations of the seed; `--trace` prints all that happens. `--planted` plants one bug
 * after the other and reports which seed notices it.
 */
import { availableParallelism } from 'node:os'
import { hunt, MOST_SEEDS } from '../test/chaos/hunt.ts'
import { operationsOf } from '../test/chaos/operations.ts'
import { plantedBugs } from '../test/chaos/planted-bugs.ts'
import { addTallies, NOTHING, summaryOf } from '../test/chaos/report.ts'
import { openLaboratory, runOperations, type SeedResult } from '../test/chaos/run-seed.ts'
import { runSeeds } from '../test/chaos/run-seeds.ts'
import { shrink } from '../test/chaos/shrink.ts'
import { readWiring } from '../test/chaos/wiring.ts'
import { buildAll } from './build.ts'
import { readFlags, runMain } from './program/run-main.ts'

/** Runs of a failing seed that the search for a shorter one may take. */
const SHRINKING_TRIES = 250

const { values: given } = readFlags({
  options: {
    seeds: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    operations: { type: 'string', default: '500' },
    only: { type: 'string' },
    trace: { type: 'boolean', default: false },
    planted: { type: 'boolean', default: false },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
})

const NUMBERS = ['seeds', 'seed', 'operations', 'threads'] as const

const numberIn = (name: (typeof NUMBERS)[number]): number => {
  const number = Number(given[name])
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} takes a whole number from 1`)
  return number
}

const commandFor = (seed: number, places?: readonly number[]): string =>
  `npm run chaos -- --seed ${seed} --operations ${numberIn('operations')}${places ? ` --only ${places.join(',')}` : ''}`

const ruleOf = (violation: string): string => violation.slice(0, violation.indexOf(':'))

/** Prints what a failing seed broke, how to reproduce it, and the fewest operations that still break the same rule. */
const explain = async ({ seed, violations }: SeedResult): Promise<void> => {
  console.log(`seed ${seed} breaks its promises: ${commandFor(seed)}`)
  for (const violation of violations) console.log(`  ${violation}`)
  const laboratory = await openLaboratory()
  const rules = new Set(violations.map(ruleOf))
  const breaks = async (operations: ReturnType<typeof operationsOf>): Promise<boolean> =>
    (await runOperations(laboratory, seed, operations)).violations.some((violation) => rules.has(ruleOf(violation)))
  const shortest = await shrink(operationsOf(seed, numberIn('operations')), breaks, SHRINKING_TRIES)
  const places = shortest.map(({ place }) => place)
  console.log(`  shortest: ${commandFor(seed, places)}`)
  for (const { place, kind, pause, dice } of shortest) {
    console.log(`    ${place} after ${pause} ms: ${kind} ${dice.map((die) => die.toFixed(3)).join(' ')}`)
  }
  for (const violation of (await runOperations(laboratory, seed, shortest)).violations) console.log(`    ${violation}`)
}

/** One seed, or some of its operations, in this thread; returns whether all promises were kept. */
const runOne = async (seed: number, only: string | undefined): Promise<boolean> => {
  const places = only === undefined ? undefined : new Set(only.split(',').map(Number))
  const operations = operationsOf(seed, numberIn('operations')).filter(({ place }) => places?.has(place) ?? true)
  const result = await runOperations(await openLaboratory(), seed, operations, given.trace)
  for (const line of result.trace) console.log(line)
  console.log(`seed ${seed}: trace ${result.hash}`)
  for (const violation of result.violations) console.log(`  ${violation}`)
  console.log(summaryOf(result.tally))
  return result.violations.length === 0
}

/** Many seeds in all threads; explains the first one that fails. Returns whether all promises were kept. */
const runMany = async (): Promise<boolean> => {
  const started = performance.now()
  const failed: SeedResult[] = []
  let done = 0
  let tally = NOTHING
  await runSeeds({
    first: numberIn('seed'),
    count: numberIn('seeds'),
    operations: numberIn('operations'),
    threads: numberIn('threads'),
    wiring: readWiring(),
    heard: (result) => {
      done += 1
      tally = addTallies(tally, result.tally)
      if (result.violations.length > 0) {
        failed.push(result)
        console.log(`${commandFor(result.seed)}   # ${result.violations[0]}`)
      }
      if (done % 100 === 0) console.log(`${done} seeds, ${failed.length} failed`)
    },
  })
  const [first] = failed.toSorted((a, b) => a.seed - b.seed)
  if (first) await explain(first)
  const seconds = (performance.now() - started) / 1_000
  console.log(
    `${done} seeds of ${numberIn('operations')} operations in ${seconds.toFixed(1)} s, ${failed.length} failed`,
  )
  console.log(summaryOf(tally))
  return failed.length === 0
}

/** Plants every bug in turn; returns whether each was noticed. */
const runPlanted = async (): Promise<boolean> => {
  const wiring = readWiring()
  let areNoticed = true
  for (const bug of plantedBugs) {
    const noticed = await hunt(bug, numberIn('operations'), wiring)
    areNoticed &&= noticed !== undefined
    console.log(
      `${bug.name}: ${noticed ? `seed ${noticed.seed}, ${noticed.violation}` : `not within ${MOST_SEEDS} seeds`}`,
    )
  }
  return areNoticed
}

await runMain(async () => {
  // A flag that is not a number is reported before anything is built.
  for (const name of NUMBERS) numberIn(name)
  await buildAll()
  if (given.planted) process.exitCode = (await runPlanted()) ? 0 : 1
  else {
    const isSingle = given.only !== undefined || given.trace || numberIn('seeds') === 1
    const isKept = isSingle ? await runOne(numberIn('seed'), given.only) : await runMany()
    process.exitCode = isKept ? 0 : 1
  }
})
