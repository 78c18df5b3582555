/**
 * Where a spreadsheet would begin a formula: at the start of a cell and, since one with another list separator splits
 * our cells there, after a semicolon, a tab or a line break. Full-width signs count as the narrow ones.
 */
const FORMULA = /^(?=\s*[=+\-@＝＋－＠]|[\t\r])|(?<=[;\t\r\n])(?= *[=+\-@＝＋－＠])/g

/** A value as a quoted cell; an apostrophe before a formula keeps spreadsheets from running it. */
const cell = (value: string | number | null): string => {
  const harmless = String(value ?? '').replaceAll(FORMULA, "'")
  return `"${harmless.replaceAll('"', '""')}"`
}

/**
 * Records as CSV by RFC 4180, every cell quoted, with a line of headings.
 *
 * @param columns heading and value of each column, from left to right
 */
export const csvOf = <Row>(
  columns: Readonly<Record<string, (row: Row) => string | number | null>>,
  rows: readonly Row[],
): string => {
  const values = Object.values(columns)
  const lines = [Object.keys(columns).map(cell), ...rows.map((row) => values.map((value) => cell(value(row))))]
  return lines.map((line) => `${line.join(',')}\r\n`).join('')
}
