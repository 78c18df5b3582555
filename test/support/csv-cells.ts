/** A quoted cell after RFC 4180, and what follows it. */
const CELL = /"((?:[^"]|"")*)"(,|\r\n)/gy

/**
 * The cells of a table as a spreadsheet reads them, row by row.
 *
 * @throws Error where it is not RFC 4180 with every cell quoted
 */
export const cellsOf = (csv: string): readonly (readonly string[])[] => {
  const rows: string[][] = [[]]
  let read = 0
  for (const [whole, text = '', end] of csv.matchAll(CELL)) {
    rows.at(-1)?.push(text.replaceAll('""', '"'))
    if (end !== ',') rows.push([])
    read += whole.length
  }
  if (read !== csv.length || rows.pop()?.length !== 0)
    throw new Error(`this is no table: ${csv.slice(read, read + 80)}`)
  return rows
}

/** The cells that a spreadsheet would run as formulas, with any of the usual separators. */
export const formulasIn = (csv: string): readonly string[] =>
  cellsOf(csv)
    .flat()
    .filter((cell) => cell.split(/[;\t\r\n]/).some((piece) => /^\s*[=+\-@＝＋－＠]/.test(piece)))
