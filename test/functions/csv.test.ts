import { expect, it } from 'vitest'
import { csvOf } from '../../functions/api/pipeline/csv.ts'
import { formulas, indentedFormulas } from '../corpora/formulas.ts'
import { cellsOf, formulasIn } from '../support/csv-cells.ts'

/** The text of the single cell in a file of one record, without the quotes around it. */
const cellOf = (text: string): string | undefined =>
  /^"text"\r\n"([\s\S]*)"\r\n$/.exec(csvOf({ text: (value: string) => value }, [text]))?.[1]

it.each([
  ['=1+1', "'=1+1"],
  [' +1', "' +1"],
  ['\t=1', "'\t'=1"],
  ['＝1+1', "'＝1+1"],
  ['Help;=HYPERLINK("https://evil.example")', `Help;'=HYPERLINK(""https://evil.example"")`],
  ['Help; @SUM(A1)', "Help;' @SUM(A1)"],
  ['Help\n=1+1', "Help\n'=1+1"],
  ['Help\t-1', "Help\t'-1"],
])('keeps a spreadsheet from running %j, whatever separates its cells', (text, cell) => {
  expect(cellOf(text)).toBe(cell)
})

it.each([...formulas, ...indentedFormulas])('makes no formula of %j, and adds nothing but apostrophes', (text) => {
  const csv = csvOf({ before: () => 1, text: (value: string) => value, after: () => null }, [text, text])

  expect(formulasIn(csv)).toEqual([])
  const bare = (cell: string | undefined) => cell?.replaceAll("'", '')
  for (const row of cellsOf(csv).slice(1)) expect(row.map(bare)).toEqual(['1', bare(text), ''])
})

it.each(['a = b', 'well-known; and so on', 'two\nlines', '1,-1', 'a@example.org; b@example.org'])(
  'leaves %j as it was written',
  (text) => {
    expect(cellOf(text)).toBe(text)
  },
)
