import { scoreboard } from '../../domain/scoreboard.ts'
import { newestLabels } from '../../stores/labels.ts'
import { route } from '../pipeline/http.ts'

/** The scoreboard looks at the newest decisions, so that it shows how triage does now. */
const DECISIONS = 2_000

/** How the suggestions of each category and priority fared with people. */
export const getScoreboard = route('getScoreboard', async () => ({
  items: scoreboard(await newestLabels(DECISIONS, undefined)),
}))
