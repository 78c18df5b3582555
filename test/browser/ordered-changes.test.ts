import { expect, it } from 'vitest'
import { orderedChanges } from '../../frontend/src/console/shown-values.ts'

it('shows the changes of every event in one order, in whatever order the database returns them', () => {
  const changes = {
    tags: [[], ['vip']],
    queue_state: [null, 'triaging'],
    capacity: [1, 2],
    title: [null, '…'],
  } as const
  const order = (fields: object) =>
    orderedChanges(fields as Parameters<typeof orderedChanges>[0]).map(([field]) => field)

  expect(order(changes)).toEqual(['title', 'queue_state', 'capacity', 'tags'])
  expect(order(Object.fromEntries(Object.entries(changes).reverse()))).toEqual(order(changes))
})
