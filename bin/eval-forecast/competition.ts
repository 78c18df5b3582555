import { existsSync, readFileSync } from 'node:fs'
import { type HourForecast, newForecaster } from '../../functions/domain/forecast.ts'
import { HOURS_PER_DAY, HOURS_PER_WEEK } from '../../functions/domain/time.ts'
import { cellsOf, SOME_MONDAY } from './series.ts'

/** The published accuracy of Naive 2 on M4 Hourly, by which the competition's OWA is scaled. */
const NAIVE_2 = { smape: 18.383, mase: 2.395 } as const

/** A series up to some hour, and the hours that followed. */
export interface Pair {
  readonly id: string
  readonly train: readonly number[]
  readonly test: readonly number[]
}

export interface PairContender {
  readonly smape: number
  readonly mase: number
  /** Mean of sMAPE and MASE, each over that of Naive 2. */
  readonly owa: number
  readonly coverage_80: number | null
  readonly coverage_95: number | null
}

export interface PairScore {
  readonly series: number
  readonly horizon: number
  readonly ms_per_series: number
  readonly contenders: Readonly<Record<string, PairContender>>
}

/** Series by their ids; lines without numbers, such as headings, are left out. */
const readLines = (file: string): ReadonlyMap<string, readonly number[]> =>
  new Map(
    cellsOf(readFileSync(file, 'utf8')).flatMap(([id = '', ...cells]) => {
      const values = cells.filter((cell) => cell !== '' && cell !== 'NA').map(Number)
      return values.length === 0 || values.some(Number.isNaN) ? [] : [[id, values] as const]
    }),
  )

/** Both files of a pair, found by replacing "train" and "test" in the name of either. */
const halvesOf = (file: string): readonly [train: string, test: string] => {
  const trainFile = file.replace(/test(?=[^/]*$)/i, (word) => (word === 'Test' ? 'Train' : 'train'))
  return [trainFile, trainFile.replace(/train(?=[^/]*$)/i, (word) => (word === 'Train' ? 'Test' : 'test'))]
}

/** Whether a file is one half of a pair whose other half exists too. */
export const isHalfOfPair = (file: string): boolean => {
  const [trainFile, testFile] = halvesOf(file)
  return trainFile !== testFile && existsSync(trainFile) && existsSync(testFile)
}

/**
 * Reads a training file and the test file beside it.
 *
 * @param file either of the two
 */
export const readPairs = (file: string): readonly Pair[] => {
  const [trainFile, testFile] = halvesOf(file)
  const tests = readLines(testFile)
  return [...readLines(trainFile)].flatMap(([id, train]) => {
    const test = tests.get(id)
    return test ? [{ id, train, test }] : []
  })
}

const newTally = () => {
  const sums = { smape: 0, mase: 0, within80: 0, within95: 0, hours: 0, series: 0 }
  return {
    add: (test: readonly number[], hours: readonly Partial<HourForecast>[], scale: number): void => {
      let smape = 0
      let error = 0
      for (const [place, actual] of test.entries()) {
        const { p50 = 0, p2_5 = p50, p10 = p50, p90 = p50, p97_5 = p50 } = hours[place] ?? {}
        error += Math.abs(actual - p50)
        smape += actual + p50 === 0 ? 0 : (200 * Math.abs(actual - p50)) / (actual + p50)
        sums.within80 += actual >= p10 && actual <= p90 ? 1 : 0
        sums.within95 += actual >= p2_5 && actual <= p97_5 ? 1 : 0
      }
      sums.smape += smape / test.length
      sums.mase += error / test.length / scale
      sums.hours += test.length
      sums.series += 1
    },
    figures: (hasBands: boolean): PairContender => {
      const smape = sums.smape / sums.series
      const mase = sums.mase / sums.series
      return {
        smape,
        mase,
        owa: (smape / NAIVE_2.smape + mase / NAIVE_2.mase) / 2,
        coverage_80: hasBands ? sums.within80 / sums.hours : null,
        coverage_95: hasBands ? sums.within95 / sums.hours : null,
      }
    },
  }
}

/** Mean difference between an hour and the one a day before: the competition's scale. */
const dailyScale = (train: readonly number[]): number =>
  train.slice(HOURS_PER_DAY).reduce((sum, value, place) => sum + Math.abs(value - (train[place] ?? 0)), 0) /
  (train.length - HOURS_PER_DAY)

const repeated = (train: readonly number[], period: number, hours: number): readonly Partial<HourForecast>[] =>
  Array.from({ length: hours }, (_, hour) => ({ p50: train[train.length - period + (hour % period)] ?? 0 }))

/**
 * Forecasts every series' test at once.
 *
 * @param horizon number of hours of each test to score; all of them if not given
 */
export const scorePairs = (pairs: readonly Pair[], horizon: number | undefined): PairScore => {
  const tallies = { forecast: newTally(), 'same hour last week': newTally(), 'same hour yesterday': newTally() }
  const before = process.cpuUsage()
  let longest = 0
  for (const { train, test: whole } of pairs) {
    const test = whole.slice(0, horizon)
    const scale = dailyScale(train)
    const forecaster = newForecaster({ first_hour: SOME_MONDAY, integer: false })
    for (const value of train) forecaster.observe(value)
    tallies.forecast.add(test, forecaster.predict(test.length), scale)
    tallies['same hour last week'].add(test, repeated(train, HOURS_PER_WEEK, test.length), scale)
    tallies['same hour yesterday'].add(test, repeated(train, HOURS_PER_DAY, test.length), scale)
    longest = Math.max(longest, test.length)
  }
  if (pairs.length === 0) throw new Error('the two files have no series in common')
  const { user, system } = process.cpuUsage(before)
  return {
    series: pairs.length,
    horizon: longest,
    ms_per_series: Number(((user + system) / 1_000 / pairs.length).toFixed(2)),
    contenders: Object.fromEntries(
      Object.entries(tallies).map(([name, tally]) => [name, tally.figures(name === 'forecast')]),
    ),
  }
}
