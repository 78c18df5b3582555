import type { Page } from './use-pages.ts'

/** The largest page that the host returns. */
export const LARGEST_PAGE = 100

/**
 * Reads a list to its end, page by page.
 *
 * @param read reads the page at a cursor, which is empty for the first one
 */
export const allPages = async <Item>(read: (cursor: string) => Promise<Page<Item>>): Promise<readonly Item[]> => {
  const items: Item[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Page<Item> = await read(cursor)
    items.push(...page.items)
    cursor = page.next_cursor
  }
  return items
}
