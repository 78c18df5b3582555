import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { FailureNotice } from './notice.tsx'
import { Skeleton } from './skeleton.tsx'

/** What a query has to show: its data, rows of grey while it waits, or what failed; old data stays beside a failure. */
export const QueryView = <Data,>({ query, rows = 4, height = 44, children }: QueryViewProps<Data>) => (
  <>
    {query.error && <FailureNotice error={query.error} onRetry={() => void query.refetch()} />}
    {query.isPending && <Skeleton rows={rows} height={height} />}
    {query.data !== undefined && children(query.data)}
  </>
)

interface QueryViewProps<Data> {
  readonly query: UseQueryResult<Data>
  readonly rows?: number
  /** Pixels of one row. */
  readonly height?: number
  readonly children: (data: Data) => ReactNode
}
