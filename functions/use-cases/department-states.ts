import { Status } from '../contracts/ticket.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import { mean } from '../domain/averages.ts'
import { departmentLoad, takersAmong } from '../domain/capacity.ts'
import type { StoredDepartment } from '../domain/department.ts'
import type { StoredPlan } from '../domain/merge/changes.ts'
import { type DepartmentState, type MergeEffect, mergeEffect } from '../domain/merge.ts'
import { FINISHED } from '../domain/ticket-status.ts'
import { HOUR_MS, MINUTE_MS } from '../domain/time.ts'
import { listAgents } from '../stores/agents.ts'
import { ANY_TIME, countDepartmentTickets, listDepartmentTickets } from '../stores/department-tickets.ts'
import { departmentById } from '../stores/departments.ts'
import { pressuresSince } from '../stores/pressure.ts'
import { readLine } from '../stores/queue-line.ts'

/** Tickets from which the usual handling time is learnt. */
const RESOLVED_SAMPLE = 50
/** Handling time of a department that has resolved nothing yet. */
const UNKNOWN_HANDLE_SECONDS = 1_800
/** Pressure samples are read for the last quarter of an hour: the proof of an overload is five minutes old. */
const SAMPLES_MINUTES = 15
/** A preview names at most this many tickets. */
const PREVIEW_TICKETS = 1_000

const secondsInHand = ({ assigned_at, resolved_at }: TicketState): readonly number[] =>
  assigned_at === null || resolved_at === null || resolved_at < assigned_at
    ? []
    : [(Date.parse(resolved_at) - Date.parse(assigned_at)) / 1_000]

const handleSeconds = async (departmentId: string): Promise<number> => {
  const resolved = await listDepartmentTickets(departmentId, FINISHED, ANY_TIME, RESOLVED_SAMPLE)
  const times = resolved.flatMap(secondsInHand)
  return times.length === 0 ? UNKNOWN_HANDLE_SECONDS : mean(times)
}

/** What the merge check needs of a department: its load and line now, its recent pressure, its last hour's arrivals. */
export const departmentState = async (department: StoredDepartment, now: Date): Promise<DepartmentState> => {
  const { id, name, overload_threshold, underload_threshold } = department
  const before = (milliseconds: number): string => new Date(now.getTime() - milliseconds).toISOString()
  const lastHour = { from: before(HOUR_MS), to: now.toISOString() }
  const [members, line, samples, arrivals_per_hour, handle_seconds] = await Promise.all([
    listAgents(id),
    readLine(id),
    pressuresSince(id, before(SAMPLES_MINUTES * MINUTE_MS)),
    countDepartmentTickets(id, Status.options, lastHour),
    handleSeconds(id),
  ])
  return {
    department_id: id,
    name,
    load: departmentLoad(takersAmong(members, department), line.length),
    overload_threshold,
    underload_threshold,
    samples,
    arrivals_per_hour,
    handle_seconds,
    waiting_ticket_ids: line.slice(0, PREVIEW_TICKETS).map(({ ticket_id }) => ticket_id),
  }
}

/** What a plan would do if it were applied now, which may differ from what it promised when it was proposed. */
export const presentEffect = async (
  { source_department_id, target_department_id }: StoredPlan,
  now: Date,
): Promise<MergeEffect> => {
  const stateOf = async (id: string) => departmentState(await departmentById(id), now)
  const [source, target] = await Promise.all([stateOf(source_department_id), stateOf(target_department_id)])
  return mergeEffect(source, target)
}
