import { MetricUnit } from '@aws-lambda-powertools/metrics'
import * as z from 'zod'
import { Id } from '../contracts/basics.ts'
import { busEnvelope, EventDetail, QueueBell } from '../contracts/events.ts'
import { giveUpTriage } from '../domain/assignment/changes.ts'
import { type Bell, bellOf } from '../domain/bells.ts'
import { SYSTEM } from '../domain/ticket/change.ts'
import { ring } from '../platform/bell.ts'
import { newId } from '../platform/ids.ts'
import { metrics } from '../platform/log.ts'
import { queueHandler } from '../platform/queue.ts'
import { sharedRuns } from '../platform/shared-runs.ts'
import { rememberDegraded } from '../stores/degraded-tickets.ts'
import { departmentById, listDepartments } from '../stores/departments.ts'
import { appliedMerges, forgetMerges } from '../stores/merge-plans.ts'
import { findUser } from '../stores/people.ts'
import { updateTicket } from '../stores/tickets.ts'
import { beginGrace, cancelGrace } from '../use-cases/grace.ts'
import { type Round, serveDepartment } from '../use-cases/serving.ts'

const MERGE_EVENTS: ReadonlySet<string> = new Set(['merge_applied', 'merge_ended', 'merge_undone'])

/** Serves a department for all bells that rang before the round begins, so that it sees what they are about. */
const joinRound = sharedRuns(async (departmentId, ticketIds): Promise<Round> => {
  const round = await serveDepartment(await departmentById(departmentId), ticketIds)
  metrics.addMetric('TicketsAssigned', MetricUnit.Count, round.assigned)
  for (const wait of round.firstWaits) metrics.addMetric('TimeToAssignSeconds', MetricUnit.Seconds, wait)
  metrics.publishStoredMetrics()
  if (round.isUnfinished) await ring({ department_id: departmentId })
  return round
})

/**
 * Ends the triage of a ticket whose time for it is over: it waits from now on, without a suggestion. `retry-triage`
 * looks after it even if the message for its triage is lost.
 */
const endTriage = async (ticketId: string): Promise<void> => {
  const now = new Date()
  await updateTicket(ticketId, async (ticket) =>
    ticket.queue_state === 'triaging'
      ? {
          change: giveUpTriage(ticket, { event_id: newId(), actor: SYSTEM, now }),
          extra: [rememberDegraded(ticketId, now)],
        }
      : undefined,
  )
}

/** The department of the agent who let go of a ticket; none if it is not known. */
const departmentOfFreed = async ({ freed_agent_id }: Bell): Promise<readonly string[]> => {
  const user = freed_agent_id === undefined ? undefined : await findUser(freed_agent_id)
  return user?.department_id ? [user.department_id] : []
}

/** Departments that this one's agents may help: through a merge and, if one of them is idle, by overflow. */
const helpedBy = async (departmentId: string, { hasIdle }: Round): Promise<readonly string[]> => {
  const merges = await appliedMerges()
  const sources = merges
    .filter(({ target_department_id }) => target_department_id === departmentId)
    .map(({ source_department_id }) => source_department_id)
  const overflowing = (await hasIdle()) ? (await listDepartments()).filter(({ overflow }) => overflow.enabled) : []
  return [...sources, ...overflowing.map(({ id }) => id)]
}

/**
 * Serves several departments. All rounds end before a failure is reported: otherwise a claim still in progress would be
 * frozen with this instance and made during a later message, for a line that has moved on.
 *
 * @throws the first failure
 */
const serveEach = async (departmentIds: readonly string[], ticketId?: string) => {
  const rounds = departmentIds.map(async (id) => [id, await joinRound(id, ticketId)] as const)
  await Promise.allSettled(rounds)
  return Promise.all(rounds)
}

const answer = async (bell: Bell): Promise<void> => {
  if (bell.endsTriage && bell.ticket_id !== undefined) await endTriage(bell.ticket_id)
  const rung = new Set([...bell.department_ids, ...(await departmentOfFreed(bell))])
  const rounds = await serveEach([...rung], bell.ticket_id)
  if (!bell.freesRoom) return
  const helped = await Promise.all(rounds.map(([id, round]) => helpedBy(id, round)))
  await serveEach([...new Set(helped.flat())].filter((id) => !rung.has(id)))
}

/** Starts the grace time when an agent goes offline and ends it when they return, unless the user has changed since. */
const followPresence = async ({ seq, at, data }: EventDetail): Promise<void> => {
  const user = typeof data.user_id === 'string' ? await findUser(data.user_id) : undefined
  if (!user?.department_id || user.version !== seq) return
  if (user.presence === 'offline') await beginGrace(user.id, user.department_id, new Date(at))
  else await cancelGrace(user.id)
}

/** What an event changes besides the lines: the merges that are remembered here, and grace times. */
const prepare = async (detail: EventDetail): Promise<void> => {
  if (MERGE_EVENTS.has(detail.type)) forgetMerges()
  if (detail.type === 'presence_changed') await followPresence(detail)
}

const Message = z.union([
  QueueBell,
  busEnvelope(EventDetail.extend({ data: z.looseObject({ department_id: Id.nullish() }) })),
])

/**
 * Serves the waiting tickets of a department, first in line first, until nobody is free or nothing waits.
 *
 * The message is a bell, the table is the truth: a lost, late or duplicate one does no harm, and "nobody is free" is a
 * success, since the next freed slot rings again.
 */
export const handler = queueHandler(Message, async (message) => {
  if ('detail' in message) await prepare(message.detail)
  const bell = bellOf('detail' in message ? message.detail : message)
  if (bell) await answer(bell)
})
