import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { QueryView } from '../../../design/query-view.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'

export const useFairness = () => useQuery({ queryKey: keys.fairness, queryFn: () => call('getFairness', {}) })

/** How evenly the work is spread over the agents. */
export const FairnessLine = () => {
  const { format } = useWords()
  const { overview } = useAdminText()
  return (
    <QueryView query={useFairness()} rows={1}>
      {({ jain, gini, longest_wait_seconds }) => (
        <p>{overview.fair(format.hundredths(jain), format.hundredths(gini), format.seconds(longest_wait_seconds))}</p>
      )}
    </QueryView>
  )
}
