import { type UseQueryResult, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { FailureNotice } from './notice.tsx'
import { Skeleton } from './skeleton.tsx'

/**
 * What a query has to show: its data, rows of grey while it waits, or what failed; old data stays beside a failure. What
 * waits long is asked for anew when somebody says so, and all else that the page waits for with it.
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
  /** Pixels of one row. */
  readonly height?: number
  readonly children: (data: Data) => ReactNode
}
