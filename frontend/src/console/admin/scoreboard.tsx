import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { EmptyState } from '../../design/notice.tsx'
import { QueryView } from '../../design/query-view.tsx'
import { Table } from '../../design/table.tsx'
import { useAdminText } from '../../text/use-admin-text.ts'
import { useDeskText } from '../../text/use-console-text.ts'
import { useWords } from '../../text/use-words.ts'
import { shownValue } from '../workspace/values.ts'

/** How often people agreed with the model, by what it suggested. */
export const Scoreboard = () => {
  const words = useWords()
  const { timeline } = useDeskText()
  const { statistics: text } = useAdminText()
  const { scoreTable: column } = text
  const { format } = words
  const scores = useQuery({ queryKey: keys.scoreboard, queryFn: () => call('getScoreboard') })
  return (
    <QueryView query={scores}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title={text.noScores} />
        ) : (
          <Table
            label={text.scoreboard}
            columns={[
              column.field,
              column.value,
              column.suggested,
              column.accepted,
              column.modified,
              column.rejected,
              column.precision,
            ]}
            rows={items.map((row) => ({
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
    </QueryView>
  )
}
