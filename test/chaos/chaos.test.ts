import { availableParallelism } from 'node:os'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Tally } from './invariants.ts'
import { operationsOf } from './operations.ts'
import { addTallies, NOTHING, summaryOf } from './report.ts'
import { type Laboratory, openLaboratory, runOperations, runSeed, type SeedResult } from './run-seed.ts'
import { runSeeds } from './run-seeds.ts'
import { shrink } from './shrink.ts'

const SEEDS = 200
const OPERATIONS = 500

let laboratory: Laboratory

beforeAll(async () => {
  laboratory = await openLaboratory()
})

describe('200 seeds of 500 operations', () => {
  test('keep every promise', { timeout: 600_000 }, async () => {
    const failed: SeedResult[] = []
    const faults = new Set<string>()
    let tally: Tally = NOTHING
    await runSeeds({
      first: 1,
      count: SEEDS,
      operations: OPERATIONS,
      wiring: laboratory.wiring,
      threads: availableParallelism(),
      heard: (result) => {
        tally = addTallies(tally, result.tally)
        for (const fault of Object.keys(result.faults)) faults.add(fault)
        if (result.violations.length > 0) failed.push(result)
      },
    })
    const told = failed.map(({ seed, violations }) => `npm run chaos -- --seed ${seed}: ${violations[0]}`)
    expect(told).toEqual([])
    expect(tally).toMatchObject({ lost: 0, doubled: 0, overCapacity: 0, overtaken: 0, drift: 0 })
    expect(tally.accepted).toBe(tally.open + tally.waiting + tally.done)
    expect(Math.min(tally.open, tally.waiting, tally.done)).toBeGreaterThan(SEEDS)
    expect([...faults].toSorted()).toEqual([
      'answerLost',
      'bellLost',
      'conflict',
      'crash',
      'delayed',
      'doubled',
      'entryRefused',
      'model',
      'slow',
      'stale',
      'throttled',
    ])
  })
})

describe('a seed', () => {
  test('gives the same run each time, in whatever thread', async () => {
    const here = await runSeed(7, 150, laboratory)
    const again = await runSeed(7, 150, await openLaboratory({ wiring: laboratory.wiring }))
    let elsewhere: SeedResult | undefined
    const heard = (result: SeedResult) => {
      elsewhere = result
    }
    await runSeeds({ first: 7, count: 1, operations: 150, wiring: laboratory.wiring, threads: 1, heard })
    expect(again).toEqual(here)
    expect(elsewhere).toEqual(here)
  })

  test('gives another run than its neighbour', async () => {
    const [one, other] = [await runSeed(7, 50, laboratory), await runSeed(8, 50, laboratory)]
    expect(one.hash).not.toBe(other.hash)
  })

  test('runs alike with some of its operations alone, and tells what happens when asked', async () => {
    const some = operationsOf(7, 150).filter(({ place }) => place % 3 === 0)
    const quiet = await runOperations(laboratory, 7, some)
    const told = await runOperations(laboratory, 7, some, true)
    expect(told.hash).toBe(quiet.hash)
    expect(quiet.trace).toEqual([])
    expect(told.trace.filter((line) => / operation \d+ /.test(line))).toHaveLength(some.length)
  })
})

describe('the shortest trace', () => {
  const holdsFor =
    (...needed: readonly number[]) =>
    async (part: readonly number[]) =>
      needed.every((one) => part.includes(one))
  const hundred = Array.from({ length: 100 }, (_none, place) => place)

  test('has what is needed and nothing else', async () => {
    expect(await shrink(hundred, holdsFor(3, 50, 97), 1_000)).toEqual([3, 50, 97])
  })

  test('is the shortest that was found when the tries are used up', async () => {
    const shortest = await shrink(hundred, holdsFor(3, 97), 5)
    expect(shortest.length).toBeLessThan(100)
    expect(await holdsFor(3, 97)(shortest)).toBe(true)
  })
})

test('the report ends with what was taken in, where it is and what went wrong', () => {
  const tally = {
    accepted: 9,
    open: 2,
    waiting: 3,
    done: 4,
    lost: 0,
    doubled: 0,
    overCapacity: 0,
    overtaken: 0,
    drift: 0,
  }
  expect(summaryOf(tally)).toBe(
    '9 accepted = 2 open + 3 waiting + 4 done; lost 0; doubled 0; over capacity 0; overtaken 0; drift 0',
  )
})
