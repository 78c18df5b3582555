import { BatchGetCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach, expect, it } from 'vitest'
import { readRows } from '../../functions/stores/batch-reads.ts'
import { ticketKeys } from '../../functions/stores/tables.ts'
import { dynamo } from '../support/dynamo.ts'
import '../support/function-environment.ts'

const keysOf = (count: number) => Array.from({ length: count }, (_, place) => ticketKeys.ticket(String(place)))

const asked = () => dynamo.commandCalls(BatchGetCommand).map(({ args: [{ input }] }) => input.RequestItems?.Tickets)

/** Finds every row, but each call leaves all keys after the first `most` unread. */
const readsAtOnce = (most: number): void => {
  dynamo.on(BatchGetCommand).callsFake(({ RequestItems }) => {
    const { Keys, ...reading } = RequestItems.Tickets
    const unread = Keys.slice(most)
    return {
      Responses: { Tickets: Keys.slice(0, most) },
      UnprocessedKeys: unread.length > 0 ? { Tickets: { ...reading, Keys: unread } } : {},
    }
  })
}

beforeEach(() => {
  dynamo.reset()
})

it('asks for a hundred keys at a time', async () => {
  readsAtOnce(100)
  expect(await readRows('Tickets', keysOf(201))).toEqual(keysOf(201))
  expect(asked().map((reading) => reading?.Keys?.length)).toEqual([100, 100, 1])
})

it('asks again, in the same way, for what an answer left unread', async () => {
  readsAtOnce(2)
  expect(await readRows('Tickets', keysOf(5), { ConsistentRead: true })).toEqual(keysOf(5))
  expect(asked().map((reading) => reading?.Keys?.length)).toEqual([5, 3, 1])
  expect(asked().every((reading) => reading?.ConsistentRead)).toBe(true)
})

it('asks once for a key that is given twice', async () => {
  readsAtOnce(100)
  expect(await readRows('Tickets', [...keysOf(2), ...keysOf(2)])).toEqual(keysOf(2))
  expect(asked().map((reading) => reading?.Keys?.length)).toEqual([2])
})

it('makes no call for an empty list of keys', async () => {
  expect(await readRows('Tickets', [])).toEqual([])
  expect(asked()).toEqual([])
})
