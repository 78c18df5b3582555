import { expect, it } from 'vitest'
import { shortPage } from '../../functions/stores/short-lists.ts'

const agents = ['ada', 'ben', 'cleo', 'dora', 'emil']
const page = (query: Parameters<typeof shortPage>[2], list = 'agents') => shortPage(list, agents, query)

it('returns a short list whole, with no further page', () => {
  expect(page({})).toEqual({ items: agents, next_cursor: null })
  expect(page({ page: 2 })).toEqual({ items: [], next_cursor: null })
  expect(shortPage('agents', [], {})).toEqual({ items: [], next_cursor: null })
})

it.each([1, 2, 4, 5, 100])('returns every record once when read %i at a time', (limit) => {
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const part: ReturnType<typeof page> = page({ limit, ...(cursor !== null && { cursor }) })
    expect(part.items.length).toBeLessThanOrEqual(limit)
    seen.push(...(part.items as string[]))
    cursor = part.next_cursor
  } while (cursor !== null)
  expect(seen).toEqual(agents)
})

it('continues after a numbered page with its cursor', () => {
  const second = page({ limit: 2, page: 2 })
  expect(second.items).toEqual(['cleo', 'dora'])
  expect(page({ limit: 2, cursor: second.next_cursor ?? '' })).toEqual({ items: ['emil'], next_cursor: null })
})

it('refuses a cursor that is not of this list', () => {
  const { next_cursor } = page({ limit: 2 }, 'departments')
  expect(() => page({ cursor: next_cursor ?? '' })).toThrow('does not belong to this list')
  expect(() => page({ cursor: '' })).toThrow('does not belong to this list')
})
