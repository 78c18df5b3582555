/** A cell that a spreadsheet would take for a formula. */
const FORMULA = /^\s*[=+\-@\t\r]/

/** A value as a quoted cell; a leading apostrophe keeps spreadsheets from running what people wrote. */
const cell = (value: string | number | null): string => {
  const text = String(value ?? '')
  const harmless = FORMULA.test(text) ? `'${text}` : text
  return `"${harmless.replaceAll('"', '""')}"`
}

/**
 * Records as CSV after RFC 4180, every cell quoted, with a line of headings.
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
