import { busEnvelope, EventDetail } from '../contracts/events.ts'
import type { Role } from '../contracts/people.ts'
import { userIdOf } from '../domain/people.ts'
import { groupsOf, joinGroup, leaveGroup } from '../platform/account-groups.ts'
import { queueHandler } from '../platform/queue.ts'
import { findUser } from '../stores/people.ts'

const GROUPS: Record<Role, string> = { customer: 'customers', agent: 'agents', admin: 'admins' }
const OURS = new Set(Object.values(GROUPS))

/** Keeps the account's group equal to the role that the user has now, whatever the event says. Idempotent. */
export const handler = queueHandler(busEnvelope(EventDetail), async ({ detail }) => {
  const userId = userIdOf(detail)
  const user = userId === undefined ? undefined : await findUser(userId)
  if (!user || user.erased_at !== null) return
  const wanted = GROUPS[user.role]
  const groups = await groupsOf(user.email)
  if (!groups) return
  for (const group of groups) if (group !== wanted && OURS.has(group)) await leaveGroup(user.email, group)
  if (!groups.includes(wanted)) await joinGroup(user.email, wanted)
})
