import { afterAll, expect, it } from 'vitest'
import { NOW } from '../support/clock.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { aSignedInUser } from '../support/tickets.ts'

const stopTables = await startEmbeddedTables()
afterAll(stopTables)
const { createCannedReply, listCannedReplies } = await import('../../functions/stores/canned-replies.ts')
const { newId } = await import('../../functions/platform/ids.ts')

it('lists every reply, however many pages of the table they fill', async () => {
  const at = NOW.toISOString()
  const ids = Array.from({ length: 120 }, newId)
  for (const id of ids) {
    const reply = {
      id,
      title: 'Hello',
      body: 'x'.repeat(10_000),
      created_by: aSignedInUser().id,
      created_at: at,
      updated_at: at,
    }
    await createCannedReply(reply, [])
  }

  expect((await listCannedReplies()).map(({ id }) => id)).toEqual(ids.toSorted())
})
