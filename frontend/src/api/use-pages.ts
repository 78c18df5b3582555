import { keepPreviousData, type QueryKey, useQuery } from '@tanstack/react-query'
import { useState } from 'react'

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next_cursor: string | null
}

/**
 * A long list page by page: the cursors of visited pages are kept, so that one can go back. Use the query as the view's
 * `key`, so that another query begins at its first page.
 *
 * @param read reads the page at a cursor, which is empty for the first one
 */
export const usePages = <Item>(key: QueryKey, read: (cursor: string) => Promise<Page<Item>>) => {
  const [cursors, setCursors] = useState<readonly string[]>([''])
  const [page, setPage] = useState(1)
  const cursor = cursors[page - 1] ?? ''
  const query = useQuery({
    queryKey: [...key, 'page', cursor],
    queryFn: () => read(cursor),
    placeholderData: keepPreviousData,
  })
  // The previous page stays on screen until the next one arrives; its cursor says nothing about what follows that one.
  const next = query.isPlaceholderData ? null : (query.data?.next_cursor ?? null)
  const goTo = (wanted: number) => {
    if (wanted > page && next) setCursors((before) => [...before.slice(0, page), next])
    setPage(wanted)
  }
  return { query, page, hasNext: next !== null, goTo }
}
