import { runSchedule } from './house-deeds.ts'
import type { Statistics } from './projection-checks.ts'
import type { World } from './world.ts'

const MINUTE_MS = 60_000
/** The fewest sweeps after the faults have ended: the first one finds the tickets of lost bells. */
const FEWEST_SWEEPS = 3
/** The system must be at rest after this many sweeps. */
const MOST_SWEEPS = 15

/** A fingerprint that changes when anything moves: the tickets' versions, and the agents' loads. */
const standOf = ({ watch, database }: World): string =>
  JSON.stringify([
    watch.tickets().map(({ id, version }) => [id, version]),
    [...database.rows('AgentLoad')].flatMap(({ sk, active }) =>
      String(sk).startsWith('AGENT#') ? [[sk, active]] : [],
    ),
  ])

/**
 * Ends the faults and lets everything come to rest: messages arrive, failures are retried, an operator redrives the
 * dead letters once, and the minute sweep runs until nothing changes any more.
 *
 * @returns the statistics that the API then shows
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
  // Agents who are away come back, and bells alone must give them the waiting tickets: no sweep follows.
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
