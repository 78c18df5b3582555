import type { ScoreboardRow } from '../../../../../functions/contracts/insight.ts'
import { EmptyState } from '../../../design/notice.tsx'
import { numeric, Table } from '../../../design/table.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useDeskText } from '../../../text/use-desk-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { shownValue } from '../../shown-values.ts'

/** How often people agreed with the model, by what it suggested. */
export const ScoreboardTable = ({ rows }: { readonly rows: readonly ScoreboardRow[] }) => {
  const words = useWords()
  const { timeline } = useDeskText()
  const { triage: text } = useAdminText()
  const { scoreTable: column } = text
  const { format } = words
  if (rows.every(({ accepted, modified, rejected }) => accepted + modified + rejected === 0)) {
    return <EmptyState title={text.noScores} />
  }
  return (
    <Table
      label={text.scoreboard}
      columns={[
        column.field,
        column.value,
        ...[column.suggested, column.accepted, column.modified, column.rejected, column.precision].map(numeric),
      ]}
      rows={rows.map((row) => ({
        key: `${row.field}-${row.value}`,
        cells: [
          timeline.fields[row.field] ?? row.field,
          shownValue(row.field, row.value, words, []),
          format.number(row.suggested),
          format.number(row.accepted),
          format.number(row.modified),
          format.number(row.rejected),
          row.precision === null ? '–' : format.percent(row.precision),
        ],
      }))}
    />
  )
}
