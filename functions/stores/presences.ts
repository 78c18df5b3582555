import * as z from 'zod'
import { Presence } from '../contracts/people.ts'
import { readRows } from './batch-reads.ts'
import { peopleKeys } from './tables.ts'

/** How old a shown presence may be; who gets a ticket is decided on the row itself, never on this. */
const LIFETIME_MS = 1_500

const Row = z.object({ id: z.string(), presence: Presence })

const known = new Map<string, { readonly presence: Presence; readonly until: number }>()

const readPresences = async (ids: readonly string[]): Promise<void> => {
  const rows = await readRows('AgentLoad', ids.map(peopleKeys.user), { ProjectionExpression: 'id, presence' })
  const until = Date.now() + LIFETIME_MS
  for (const row of rows) {
    const { id, presence } = Row.parse(row)
    known.set(id, { presence, until })
  }
}

/** Users' presence by id, at most a moment old; unknown users are missing. */
export const presenceOf = async (userIds: readonly string[]): Promise<ReadonlyMap<string, Presence>> => {
  const now = Date.now()
  const wanted = [...new Set(userIds)]
  const missing = wanted.filter((id) => (known.get(id)?.until ?? 0) <= now)
  await readPresences(missing)
  return new Map(
    wanted.flatMap((id) => {
      const found = known.get(id)
      return found ? [[id, found.presence] as const] : []
    }),
  )
}
