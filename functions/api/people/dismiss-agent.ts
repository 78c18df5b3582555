import { leaveStaff } from '../../domain/people.ts'
import type { Happening } from '../../domain/ticket/change.ts'
import { newId } from '../../platform/ids.ts'
import { leave } from '../../use-cases/leaving.ts'

/**
 * Makes an agent a customer again, and takes an admin out of their department; their open tickets go back into line
 * with their age.
 *
 * @throws RefusedError `agent_unknown`; `unavailable` if they still have tickets after all attempts
 */
export const dismissAgent = async (userId: string, doing: Omit<Happening, 'event_id'>): Promise<void> => {
  await leave(
    userId,
    {
      reason: 'the agent left',
      to: null,
      decide: (user) => ({ change: leaveStaff(user, { ...doing, event_id: newId() }), extra: [] }),
    },
    doing,
  )
}
