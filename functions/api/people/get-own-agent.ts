import { agentOf } from '../../domain/assignment/agent-views.ts'
import { figuresSince, weeklyFigures } from '../../domain/own-figures.ts'
import { FINISHED } from '../../domain/ticket-status.ts'
import { DAY_MS } from '../../domain/time.ts'
import { listAssigned } from '../../stores/assigned-tickets.ts'
import { getUser } from '../../stores/people.ts'
import { getAgent } from '../../use-cases/leaving.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

/** Tickets opened more than this long before the figures begin are not read, so that an old agent costs no more. */
const LOOK_BACK_DAYS = 28

/** The caller's own profile with what they resolved in the last four weeks. */
export const getOwnAgent = route('getOwnAgent', async ({ caller }) => {
  const { id } = signedIn(caller)
  const now = new Date()
  const since = new Date(figuresSince(now).getTime() - LOOK_BACK_DAYS * DAY_MS).toISOString()
  const agent = await getAgent(await getUser(id))
  const tickets = await listAssigned(id, FINISHED, since)
  return { ...agentOf(agent), weeks: weeklyFigures(id, tickets, now) }
})
