import { type UseQueryResult, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { FailureNotice } from './notice.tsx'
import { Skeleton } from './skeleton.tsx'

/**
 * Shows a query: its data, grey rows while it is pending, or what failed; old data stays beside a failure. After a long
 * wait a button repeats the query, and all others for which the page is waiting.
 */
export const QueryView = <Data,>({ query, rows = 4, height = 44, children }: QueryViewProps<Data>) => {
  const client = useQueryClient()
  const askAnew = () =>
    void client.resetQueries({ type: 'active', predicate: ({ state }) => state.status === 'pending' })
  return (
    <>
      {query.error && <FailureNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={rows} height={height} onRetry={askAnew} />}
      {query.data !== undefined && children(query.data)}
    </>
  )
}

interface QueryViewProps<Data> {
  readonly query: UseQueryResult<Data>
  readonly rows?: number
  /** Height of one row in pixels. */
  readonly height?: number
  readonly children: (data: Data) => ReactNode
}
