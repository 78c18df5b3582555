import { approvePlan, proposePlan, type StoredPlan, undoPlan } from '../../functions/domain/merge/changes.ts'
import { type Happening, SYSTEM } from '../../functions/domain/ticket/change.ts'
import { startEmbeddedTables } from './embedded-tables.ts'
import { aProposal } from './merge-records.ts'

/** Merges on real tables, and what people do with them. Import further stores after this. */
export const openMergeDesk = async () => {
  const close = await startEmbeddedTables()
  // The settings take it as their default.
  process.env.RATE_LIMIT = '0'
  const { listEvents } = await import('../../functions/stores/events.ts')
  const { updatePlan } = await import('../../functions/stores/merge-plans.ts')
  const { undoOutcome } = await import('../../functions/use-cases/merge-undo.ts')
  const { dueDeadlines } = await import('../../functions/stores/deadlines.ts')
  const { newId } = await import('../../functions/platform/ids.ts')

  const happening = (now = new Date()): Happening => ({ event_id: newId(), actor: SYSTEM, now })
  let names = 0
  return {
    close,
    happening,
    /** The name of a department that no other test has. */
    aName: (): string => {
      names += 1
      return `M${names}`
    },
    proposed: (source: string, target: string, now = new Date()) =>
      proposePlan(aProposal(source, target, now), newId(), happening(now)),
    apply: (plan: StoredPlan) =>
      updatePlan(plan.id, async (seen) => ({ change: approvePlan(seen, seen, happening(), 'it helps') })),
    undo: (plan: StoredPlan) =>
      updatePlan(plan.id, async (seen) => ({ change: undoPlan(seen, await undoOutcome(seen), happening()) })),
    /** A subject's history: what happened, and the number of its event. */
    typesOf: async (subject: string) => (await listEvents(subject)).map(({ type, seq }) => [type, seq]),
    /** Subjects of the timers that the sweep would serve. */
    dueTimers: async (now: Date): Promise<readonly string[]> => {
      const subjects: string[] = []
      for await (const deadline of dueDeadlines(now)) if (deadline.kind === 'timer') subjects.push(deadline.subject)
      return subjects
    },
  }
}
