/**
 * Scores the forecast on a series: `npm run -s eval:forecast -- <series.json|csv> [--horizon 48] [--score 1344] [--json]`.
 *
 * A JSON series is `{name, start, values}`, hourly counts with null for hours not recorded; a CSV has lines of hour and
 * count. The last hours are forecast one by one, and once a day as far as the horizon; each forecast sees only earlier
 * hours. A pair in the format of the M4 competition, `…train.csv` beside `…test.csv`, one series a line, is
 * recognised by its names: the hours of the test are forecast at once.
 */
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { isHalfOfPair, type PairScore, readPairs, scorePairs } from './eval-forecast/competition.ts'
import { type Contender, type RollingScore, scoreRolling } from './eval-forecast/rolling.ts'
import { readSeries } from './eval-forecast/series.ts'
import { readFlags, runMain } from './program/run-main.ts'

const DEFAULT_HORIZON = '48'
const DEFAULT_SCORE = '1344'

const wholeNumber = (name: string, text: string): number => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number from 1: ${text}`)
  return value
}

const cell = (value: number | null, digits: number): string =>
  (value === null ? '–' : value.toFixed(digits)).padStart(9)

const contenderRow = (name: string, score: Contender): string =>
  [
    name.padEnd(20),
    cell(score.mae, 3),
    cell(score.rel_mae, 3),
    cell(score.mase, 3),
    cell(score.smape, 2),
    cell(score.pinball, 3),
    cell(score.coverage_80, 3),
    cell(score.coverage_95, 3),
  ].join(' ')

const HEADINGS = `${''.padEnd(20)}       MAE    relMAE      MASE     sMAPE   pinball    80 %      95 %`

const printContenders = (title: string, contenders: Readonly<Record<string, Contender>>): void => {
  console.log(`\n${title}\n${HEADINGS}`)
  for (const [contender, figures] of Object.entries(contenders)) console.log(contenderRow(contender, figures))
}

const printRolling = (name: string, { hours_scored, ms_per_step, next_hour, ahead }: RollingScore): void => {
  console.log(`${name}: ${hours_scored} hours scored, ${ms_per_step} ms a step`)
  printContenders('the next hour', next_hour)
  printContenders(`the next ${ahead.horizon} hours`, ahead.contenders)
}

const printPairs = (name: string, { series, horizon, contenders, ms_per_series }: PairScore): void => {
  console.log(`${name}: ${series} series, ${horizon} hours ahead, ${ms_per_series} ms a series\n`)
  console.log(`${''.padEnd(20)}     sMAPE      MASE       OWA    80 %      95 %`)
  for (const [contender, { smape, mase, owa, coverage_80, coverage_95 }] of Object.entries(contenders)) {
    const cells = [cell(smape, 3), cell(mase, 3), cell(owa, 3), cell(coverage_80, 3), cell(coverage_95, 3)]
    console.log([contender.padEnd(20), ...cells].join(' '))
  }
}

const evaluate = (): void => {
  const { values, positionals } = readFlags({
    allowPositionals: true,
    options: {
      horizon: { type: 'string' },
      score: { type: 'string', default: DEFAULT_SCORE },
      json: { type: 'boolean', default: false },
    },
  })
  const [file] = positionals
  if (file === undefined || positionals.length > 1) throw new Error('name one series, a .json or a .csv')
  if (!existsSync(file)) throw new Error(`there is no ${file}`)
  if (file.endsWith('.csv') && isHalfOfPair(file)) {
    const score = scorePairs(
      readPairs(file),
      values.horizon === undefined ? undefined : wholeNumber('horizon', values.horizon),
    )
    if (values.json) console.log(JSON.stringify({ file: basename(file), ...score }))
    else printPairs(basename(file), score)
    return
  }
  const series = readSeries(file)
  const horizon = wholeNumber('horizon', values.horizon ?? DEFAULT_HORIZON)
  const score = scoreRolling(series, horizon, wholeNumber('score', values.score))
  if (values.json) console.log(JSON.stringify({ file: basename(file), ...score }))
  else printRolling(series.name ?? basename(file), score)
}

await runMain(evaluate)
