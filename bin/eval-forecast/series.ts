import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import * as z from 'zod'
import { HOURS_PER_DAY, HOURS_PER_WEEK } from '../../functions/domain/time.ts'

const HOUR_MS = 3_600_000
/** Start of a series that names none: any Monday will do. */
export const SOME_MONDAY = '2024-01-01T00'
/** A gap longer than this between two lines is a wrong date, not an outage. */
const MOST_HOURS = 20 * 365 * HOURS_PER_DAY

/** An hourly series; null is an hour that was not recorded. */
export const Series = z.object({
  name: z.string().optional(),
  /** Wall-clock time of the first hour. */
  start: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}(:\d{2})*$/, 'must be YYYY-MM-DDTHH'),
  values: z.array(z.number().min(0).nullable()).min(3 * HOURS_PER_WEEK, 'must hold three weeks at least'),
})
export type Series = z.infer<typeof Series>

/** The cells of a CSV's lines, without quotes; empty lines are left out. */
export const cellsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(/[,;\t]/).map((cell) => cell.trim().replaceAll('"', '')))

/** A count; null for a cell that means "not recorded"; undefined for a cell that is not a number. */
const countOf = (cell: string): number | null | undefined => {
  if (cell === '' || /^(na|null)$/i.test(cell)) return null
  const count = Number(cell)
  return Number.isNaN(count) ? undefined : count
}

const TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2})/

/** The hour that a cell names, ignoring minutes and time zone, in milliseconds as if it were UTC. */
const hourOf = (cell: string): number | undefined => {
  const [, date, hour] = TIME.exec(cell) ?? []
  const at = Date.parse(`${date}T${hour}:00:00Z`)
  return Number.isNaN(at) ? undefined : at
}

/** From lines of hour and count in any order: missing hours were not recorded, counts of the same hour add up. */
const timedSeries = (lines: readonly (readonly string[])[]): Pick<Series, 'start' | 'values'> => {
  const counts = new Map<number, number | null>()
  for (const [place, cells] of lines.entries()) {
    const hour = hourOf(cells[0] ?? '')
    const count = countOf(cells[1] ?? '')
    if (hour === undefined || count === undefined) throw new Error(`line ${place + 1} is no hour and count: ${cells}`)
    counts.set(hour, count === null ? (counts.get(hour) ?? null) : (counts.get(hour) ?? 0) + count)
  }
  const hours = [...counts.keys()].toSorted((one, other) => one - other)
  const first = hours[0] ?? 0
  const length = ((hours.at(-1) ?? 0) - first) / HOUR_MS + 1
  if (length > MOST_HOURS) throw new Error(`its hours are ${Math.round(length / HOURS_PER_DAY / 365)} years apart`)
  return {
    start: new Date(first).toISOString().slice(0, 13),
    values: Array.from({ length }, (_none, hour) => counts.get(first + hour * HOUR_MS) ?? null),
  }
}

/** From counts alone, in order: one a line, or all in one line. */
const bareSeries = (cells: readonly string[]): Pick<Series, 'start' | 'values'> => {
  const values = cells.map((cell) => {
    const count = countOf(cell)
    if (count === undefined) throw new Error(`${cell} is no count`)
    return count
  })
  return { start: SOME_MONDAY, values }
}

const isHeading = (cells: readonly string[]): boolean =>
  cells.every((cell) => cell !== '' && typeof countOf(cell) !== 'number' && hourOf(cell) === undefined)

const seriesOfTable = (text: string): unknown => {
  const lines = cellsOf(text)
  const rows = lines[0] && isHeading(lines[0]) ? lines.slice(1) : lines
  const [first = []] = rows
  if (hourOf(first[0] ?? '') !== undefined) return timedSeries(rows)
  if (rows.every(({ length }) => length === 1)) return bareSeries(rows.flat())
  if (rows.length > 1) throw new Error('its lines are no hours with counts, and it is no half of a train and test pair')
  return bareSeries(typeof countOf(first[0] ?? '') === 'number' ? first : first.slice(1))
}

const complaintOf = (error: unknown): string => {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error)
  const [issue] = error.issues
  return `${[...(issue?.path ?? []), ''].join('.').replace(/\.$/, ': ')}${issue?.message}`
}

/**
 * Reads an hourly series: JSON as `{start, values}`, or CSV as lines of hour and count, or as bare counts.
 *
 * @throws Error in one line that names the file and what is wrong with it
 */
export const readSeries = (file: string): Series => {
  try {
    const text = readFileSync(file, 'utf8')
    return Series.parse(file.endsWith('.csv') ? seriesOfTable(text) : JSON.parse(text))
  } catch (error) {
    throw new Error(`${basename(file)}: ${complaintOf(error).replaceAll(/\s+/g, ' ')}`, { cause: error })
  }
}
