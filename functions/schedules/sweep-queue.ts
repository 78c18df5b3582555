import { MetricUnit } from '@aws-lambda-powertools/metrics'
import { departmentLoad, takersAmong } from '../domain/capacity.ts'
import { serveDeadline } from '../domain/deadlines.ts'
import type { StoredDepartment } from '../domain/department.ts'
import { SYSTEM } from '../domain/ticket/change.ts'
import { waitedSeconds } from '../domain/time.ts'
import { ring } from '../platform/bell.ts'
import { newId } from '../platform/ids.ts'
import { logger, metrics } from '../platform/log.ts'
import { listAgents } from '../stores/agents.ts'
import { countConnections } from '../stores/connections.ts'
import { type Deadline, dueDeadlines } from '../stores/deadlines.ts'
import { rememberDegraded } from '../stores/degraded-tickets.ts'
import { listDepartments } from '../stores/departments.ts'
import { PLAN_TIMER } from '../stores/merge-plans.ts'
import { recordPressure } from '../stores/pressure.ts'
import { readLine } from '../stores/queue-line.ts'
import { updateTicket } from '../stores/tickets.ts'
import { endGrace, ensureGrace, GRACE_TIMER } from '../use-cases/grace.ts'
import { servePlan } from '../use-cases/merge-deadlines.ts'
import { becomeOffline, PRESENCE_TIMER } from '../use-cases/presence.ts'

/** Most deadlines of one run, oldest first; the rest wait for the next minute. */
const RUN_DEADLINES = 1_000
/** A run starts no more deadlines after this time, in milliseconds. */
const RUN_MS = 50_000

/** What serves each kind of timer. */
const timers: Readonly<Record<string, (subject: string, now: Date) => Promise<void>>> = {
  [PRESENCE_TIMER]: becomeOffline,
  [GRACE_TIMER]: endGrace,
  [PLAN_TIMER]: servePlan,
}

const serveTicket = async (ticketId: string, now: Date): Promise<void> => {
  await updateTicket(ticketId, async (ticket) => {
    const change = serveDeadline(ticket, { event_id: newId(), actor: SYSTEM, now })
    // The first deadline of a ticket in triage is the end of triage; without a suggestion it is triaged again later.
    const extra = ticket.queue_state === 'triaging' ? [rememberDegraded(ticketId, now)] : []
    return change && { change, extra }
  })
}

const serve = async (deadline: Deadline, now: Date): Promise<void> => {
  if (deadline.kind === 'ticket') return serveTicket(deadline.ticket_id, now)
  const serveTimer = timers[deadline.timer]
  if (serveTimer) return serveTimer(deadline.subject, now)
  logger.warn('nobody serves this timer', { timer: deadline.timer })
}

/**
 * Serves due deadlines, each as of the moment when it is served: a run takes up to a minute, and histories must be
 * right. One deadline that fails is logged, comes again next minute, and does not hold up the others.
 *
 * @returns how many were tried
 */
const serveDeadlines = async (now: Date): Promise<number> => {
  const end = Date.now() + RUN_MS
  let served = 0
  for await (const deadline of dueDeadlines(now)) {
    if (served >= RUN_DEADLINES || Date.now() > end) break
    served += 1
    try {
      await serve(deadline, new Date())
    } catch (error) {
      logger.error('deadline not served', { deadline, error })
    }
  }
  return served
}

interface Line {
  readonly waiting: number
  readonly oldest_wait_seconds: number
}

/** Samples one department's load, starts the grace time of forgotten absences, and rings its bell if tickets wait. */
const lookAt = async (department: StoredDepartment, now: Date): Promise<Line> => {
  const [members, line] = await Promise.all([listAgents(department.id), readLine(department.id)])
  await recordPressure(department, departmentLoad(takersAmong(members, department), line.length), now)
  const absent = members.filter(({ presence, active }) => presence === 'offline' && active > 0)
  await Promise.all(absent.map((agent) => ensureGrace(agent, now)))
  if (line.length > 0) await ring({ department_id: department.id })
  const waits = line.map(({ created_at }) => waitedSeconds(created_at, now))
  return { waiting: line.length, oldest_wait_seconds: waits.reduce((oldest, wait) => Math.max(oldest, wait), 0) }
}

/**
 * Looks at every department; one that fails does not hold up the others.
 *
 * @returns what was seen, and the first failure if there was one
 */
const lookAtEach = async (departments: readonly StoredDepartment[], now: Date) => {
  const looks = await Promise.allSettled(departments.map((department) => lookAt(department, now)))
  return {
    lines: looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : [])),
    failure: looks.find((look) => look.status === 'rejected'),
  }
}

/**
 * The safety net, every minute: serves the deadlines that are due, and looks at every department as if one of its bells
 * had been lost. Everything is conditional on the rows themselves: two sweeps at once are harmless.
 */
export const handler = async (): Promise<void> => {
  const now = new Date()
  const served = await serveDeadlines(now)
  const departments = await listDepartments({ fresh: true })
  const { lines, failure } = await lookAtEach(departments, now)
  const connections = await countConnections(now)
  const waiting = lines.reduce((sum, line) => sum + line.waiting, 0)
  const oldest = lines.reduce((longest, line) => Math.max(longest, line.oldest_wait_seconds), 0)
  metrics.addMetric('TicketsWaiting', MetricUnit.Count, waiting)
  metrics.addMetric('OldestWaitSeconds', MetricUnit.Seconds, oldest)
  metrics.addMetric('ActiveConnections', MetricUnit.Count, connections)
  metrics.publishStoredMetrics()
  logger.info('swept', { deadlines: served, waiting, oldest_wait_seconds: oldest, connections })
  if (failure) throw failure.reason
}
