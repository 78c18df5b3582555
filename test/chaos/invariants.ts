import { findDrift, findIdle, findMiscredited, findTangled } from './desk-checks.ts'
import { findMisgrouped, findMisplaced, findUnexplained } from './people-checks.ts'
import { findMiscounted, findMisfiled, findRepeatedMails, findSetAside, type Statistics } from './projection-checks.ts'
import { findDisordered } from './socket-checks.ts'
import { countAccepted, findComments, findDoubled, findGaps, findLost, findStray } from './ticket-checks.ts'
import type { World } from './world.ts'

/** The report's counts, of one run or summed over many. */
export interface Tally {
  readonly accepted: number
  readonly open: number
  readonly waiting: number
  readonly done: number
  readonly lost: number
  readonly doubled: number
  readonly overCapacity: number
  readonly overtaken: number
  readonly drift: number
}

export interface Verdict {
  /** `rule: what broke it`; none if every promise was kept. */
  readonly violations: readonly string[]
  readonly tally: Tally
}

/** Checks every promise of the product in a world at rest. */
export const judge = (world: World, statistics: Statistics | undefined): Verdict => {
  const { watch, guard } = world
  const found: Readonly<Record<string, readonly string[]>> = {
    // First, since a refused call explains other violations.
    permissions: guard.refused(),
    lost: findLost(world),
    doubled: findDoubled(world),
    'over capacity': watch.findings.overCapacity,
    overtaken: watch.findings.overtaken,
    drift: findDrift(world),
    overruled: watch.findings.overruled,
    stray: findStray(world),
    gaps: [...watch.findings.gaps, ...findGaps(world)],
    answers: world.ledger.broken,
    comments: findComments(world),
    people: [...findMisplaced(world), ...findMisgrouped(world)],
    decisions: findUnexplained(world),
    idle: findIdle(world),
    records: findMiscredited(world),
    merges: findTangled(world),
    statistics: findMiscounted(world, statistics),
    search: findMisfiled(world),
    mails: findRepeatedMails(world),
    'dead letters': findSetAside(world),
    sockets: findDisordered(world),
  }
  const inState = (state: string): number => watch.tickets().filter(({ queue_state }) => queue_state === state).length
  const [open, waiting, done] = [inState('assigned'), inState('waiting'), inState('done')]
  const accepted = countAccepted(world)
  return {
    violations: [
      ...Object.entries(found).flatMap(([rule, lines]) => lines.map((line) => `${rule}: ${line}`)),
      ...(accepted === open + waiting + done ? [] : [`sum: ${accepted} accepted, ${open} + ${waiting} + ${done}`]),
    ],
    tally: {
      accepted,
      open,
      waiting,
      done,
      lost: found.lost?.length ?? 0,
      doubled: found.doubled?.length ?? 0,
      overCapacity: found['over capacity']?.length ?? 0,
      overtaken: found.overtaken?.length ?? 0,
      drift: found.drift?.length ?? 0,
    },
  }
}
