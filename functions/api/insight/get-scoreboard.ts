import { scoreboard } from '../../domain/triage/scoreboard.ts'
import { newestLabels } from '../../stores/labels.ts'
import { route } from '../pipeline/http.ts'

/** The scoreboard looks at the newest decisions, so that it shows how triage does now. */
const DECISIONS = 2_000

/** How people decided on the suggestions of each category and priority. */
export const getScoreboard = route('getScoreboard', async () => ({
  items: scoreboard(await newestLabels(DECISIONS, undefined)),
}))
