/**
 * Scores the embedded classifier on labelled texts:
 * `npm run -s eval:triage -- <file.jsonl> [--labels 0,50,200,500] [--json]`.
 */
import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { Category, Priority } from '../functions/contracts/triage.ts'
import { type Classified, newClassifier } from '../functions/domain/classifier.ts'
import { accuracy, type Confusion, calibrationError, confusionOf, macroF1 } from '../functions/domain/triage/quality.ts'
import { readFlags, runMain } from './program/run-main.ts'

const Row = z.object({
  text: z.string(),
  category: Category.exactOptional(),
  priority: Priority.exactOptional(),
  /** `pool` rows may be learnt from, `test` rows are scored; a row without a split is scored. */
  split: z.enum(['pool', 'test']).default('test'),
})
type Row = z.infer<typeof Row>

const DEFAULT_LABELS = '0,50,200,500'
/** Seed of the order in which the pool is learnt; fixed, so that a curve can be repeated. */
const ORDER_SEED = 2_463_534_242

interface Score {
  readonly labels: number
  readonly accuracy: number
  /** Mean F1 over the categories that occur among the scored rows. */
  readonly macro_f1: number
  readonly calibration_error: number
  readonly confusion: Confusion
  readonly priority: { readonly exact: number; readonly two_level_errors: number; readonly rows: number } | null
  readonly train_ms: number
  readonly p95_ms: number
}

const readRows = (file: string): Row[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, at) => {
      const { success, data, error } = Row.safeParse(JSON.parse(line))
      if (!success) throw new Error(`${file}:${at + 1} is no labelled text: ${z.prettifyError(error)}`)
      return data
    })

/** The pool in a fixed random order: by xorshift, so that it is the same on every machine. */
const inMixedOrder = (rows: readonly Row[]): Row[] => {
  let state = ORDER_SEED
  return rows
    .map((row) => {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      return { row, at: state >>> 0 }
    })
    .toSorted((one, other) => one.at - other.at)
    .map(({ row }) => row)
}

const priorityScore = (scored: readonly { row: Row; answer: Classified }[]): Score['priority'] => {
  const distances = scored.flatMap(({ row, answer }) =>
    row.priority ? [Math.abs(Priority.options.indexOf(row.priority) - Priority.options.indexOf(answer.priority))] : [],
  )
  if (distances.length === 0) return null
  const share = (holds: (distance: number) => boolean) => distances.filter(holds).length / distances.length
  return { exact: share((d) => d === 0), two_level_errors: share((d) => d >= 2), rows: distances.length }
}

const scoreAt = (labels: number, pool: readonly Row[], test: readonly Row[]): Score => {
  const classifier = newClassifier()
  const began = performance.now()
  for (const { text, category, priority } of pool.slice(0, labels)) {
    classifier.learn({ text, ...(category && { category }), ...(priority && { priority }) })
  }
  classifier.classify('')
  const train_ms = performance.now() - began

  const scored = test.map((row) => {
    const asked = performance.now()
    const answer = classifier.classify(row.text)
    return { row, answer, ms: performance.now() - asked }
  })
  const pairs = scored.flatMap(({ row, answer }) =>
    row.category ? [{ right: row.category, said: answer.category, confidence: answer.confidence }] : [],
  )
  const times = scored.map(({ ms }) => ms).toSorted((one, other) => one - other)
  return {
    labels,
    accuracy: accuracy(pairs),
    macro_f1: macroF1(pairs),
    calibration_error: calibrationError(pairs),
    confusion: confusionOf(pairs),
    priority: priorityScore(scored),
    train_ms,
    p95_ms: times[Math.floor(times.length * 0.95)] ?? 0,
  }
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`.padStart(8)

const print = (file: string, rows: number, scores: readonly Score[]): void => {
  console.log(`${file}: ${rows} rows scored\n`)
  console.log('labels  accuracy  macro-F1  calibration error  train ms  p95 ms')
  for (const { labels, accuracy, macro_f1, calibration_error, train_ms, p95_ms } of scores) {
    const figures = [
      calibration_error.toFixed(3).padStart(17),
      train_ms.toFixed(0).padStart(8),
      p95_ms.toFixed(2).padStart(6),
    ]
    console.log(`${String(labels).padStart(6)}  ${percent(accuracy)}  ${percent(macro_f1)}  ${figures.join('  ')}`)
  }
  const last = scores.at(-1)
  if (!last) return
  console.log(`\nconfusion after ${last.labels} labels (row: right, column: said)`)
  console.log(['', ...Category.options].map((name) => name.padStart(10)).join(''))
  for (const right of Category.options) {
    const counts = Category.options.map((said) => String(last.confusion.get(right)?.get(said) ?? 0).padStart(10))
    console.log(right.padStart(10) + counts.join(''))
  }
  if (last.priority) {
    const { exact, two_level_errors, rows: judged } = last.priority
    console.log(
      `\npriority: ${percent(exact).trim()} exact, ${percent(two_level_errors).trim()} off by two or more (${judged} rows)`,
    )
  }
}

/** JSON replacer that writes maps as objects. */
const plainMaps = (_key: string, value: unknown): unknown => (value instanceof Map ? Object.fromEntries(value) : value)

await runMain(() => {
  const { values, positionals } = readFlags({
    allowPositionals: true,
    options: { labels: { type: 'string', default: DEFAULT_LABELS }, json: { type: 'boolean', default: false } },
  })
  const [file] = positionals
  if (file === undefined) {
    throw new Error('usage: npm run -s eval:triage -- <file.jsonl> [--labels 0,50,200,500] [--json]')
  }
  const rows = readRows(file)
  const pool = inMixedOrder(rows.filter(({ split }) => split === 'pool'))
  const test = rows.filter(({ split }) => split === 'test')
  const counts = z.array(z.coerce.number().int().min(0)).parse(values.labels.split(','))
  // No point of the curve may ask for more labels than there are.
  const scores = [...new Set(counts.map((count) => Math.min(count, pool.length)))].map((count) =>
    scoreAt(count, pool, test),
  )
  if (values.json) console.log(JSON.stringify({ file, rows: test.length, pool: pool.length, scores }, plainMaps, 2))
  else print(file, test.length, scores)
})
