import { runSchedule } from './house-deeds.ts'
import type { Statistics } from './projection-checks.ts'
import type { World } from './world.ts'

const MINUTE_MS = 60_000
/** Sweeps after the faults have ended: what a lost bell was about is found by the first one. */
const FEWEST_SWEEPS = 3
/** The system must have come to rest by then. */
const MOST_SWEEPS = 15

/** What says whether anything has moved: the tickets' versions, and what agents carry. */
const standOf = ({ watch, database }: World): string =>
  JSON.stringify([
    watch.tickets().map(({ id, version }) => [id, version]),
    [...database.rows('AgentLoad')].flatMap(({ sk, active }) =>
      String(sk).startsWith('AGENT#') ? [[sk, active]] : [],
    ),
  ])

/**
 * Ends the faults and lets everything come to rest: what is on its way arrives, what failed is tried again, what was set
 * aside is put back by an operator once, and the minute sweep runs until nothing moves any more.
 *
 * @returns the statistics as the API shows them then
 */
export const drain = async (world: World): Promise<Statistics | undefined> => {
  const { faults, timeline, queues, fleet, api, company } = world
  faults.end()
  fleet.jumpClocks(0)
  await timeline.run()
  queues.redrive()
  await timeline.run()
  runSchedule(world, 'reconcile-load')
  let before = ''
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    runSchedule(world, 'sweep-queue')
    await timeline.run()
    await timeline.run(timeline.now() + MINUTE_MS)
    const after = standOf(world)
    if (after === before && sweep >= FEWEST_SWEEPS) break
    before = after
  }
  // Whoever is away comes back, and bells alone must bring them what waits: no sweep looks after them any more.
  for (const as of company.agents) api.send({ route: 'changePresence', as, body: { presence: 'online' } })
  await timeline.run()
  runSchedule(world, 'reconcile-load')
  let statistics: Statistics | undefined
  api.send({ route: 'getStatistics', as: company.admin }, ({ status, body }) => {
    if (status === 200) statistics = body
  })
  await timeline.run()
  return statistics
}
