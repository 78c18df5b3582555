import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { Timestamp } from '../contracts/basics.ts'
import { DepartmentLoad } from '../contracts/department.ts'
import type { StoredDepartment } from '../domain/department.ts'
import { NO_OVERLOAD, overloadAfter } from '../domain/merge/overload.ts'
import type { PressureSample } from '../domain/merge.ts'
import { SYSTEM } from '../domain/ticket/change.ts'
import { MINUTE_MS, SECONDS_PER_DAY } from '../domain/time.ts'
import { newId } from '../platform/ids.ts'
import { documents, failedAt, tableNamed, type Write, writeTogether } from './documents.ts'
import { recordEvent } from './events.ts'
import { queryAll } from './queries.ts'
import { insightKeys, TTL_ATTRIBUTE } from './tables.ts'

/**
 * Only the last minutes are read; but the newest sample carries the count of announcements, so it outlives a long
 * standstill.
 */
const LIFETIME_SECONDS = 35 * SECONDS_PER_DAY

/** A department's load at one minute, and the state of its overload then. */
const Sample = DepartmentLoad.extend({
  at: Timestamp,
  /** How many announcements of overload there had been by then. */
  announcements: z.int().min(0),
  overloaded_since: Timestamp.nullable(),
  announced: z.literal([0, 1, 2]),
}).strip()
export type Sample = z.infer<typeof Sample>

const latestSample = async (departmentId: string): Promise<Sample | undefined> => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableNamed('Insight'),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': insightKeys.pressure(departmentId, '').pk },
      ScanIndexForward: false,
      Limit: 1,
      ConsistentRead: true,
    }),
  )
  return Items[0] && Sample.parse(Items[0])
}

/** A department's pressure since a time, oldest first. */
export const pressuresSince = async (departmentId: string, since: string): Promise<readonly PressureSample[]> => {
  const { pk, sk } = insightKeys.pressure(departmentId, since)
  const rows = await queryAll({
    TableName: tableNamed('Insight'),
    KeyConditionExpression: 'pk = :pk AND sk >= :since',
    ExpressionAttributeValues: { ':pk': pk, ':since': sk },
  })
  return rows.map((row) => Sample.parse(row))
}

const putSample = (departmentId: string, sample: Sample) => ({
  TableName: tableNamed('Insight'),
  Item: {
    ...insightKeys.pressure(departmentId, sample.at),
    ...sample,
    [TTL_ATTRIBUTE]: Math.floor(Date.parse(sample.at) / 1_000) + LIFETIME_SECONDS,
  },
  ConditionExpression: 'attribute_not_exists(pk)',
})

const announcement = ({ id, name, overload_threshold }: StoredDepartment, sample: Sample): Write => {
  const lasting = sample.announced === 2
  return recordEvent({
    event_id: newId(),
    type: 'department_overloaded',
    subject: `PRESSURE#${id}`,
    seq: sample.announcements,
    at: sample.at,
    actor: SYSTEM,
    changes: {},
    reason: `${name} is at ${sample.pressure.toFixed(2)} of its load line${lasting ? ', and stays there' : ''}`,
    data: {
      department_id: id,
      pressure: sample.pressure,
      overload_threshold,
      since: sample.overloaded_since,
      lasting,
    },
  })
}

/** The sample of a minute, and whether it has an overload to announce. */
const sampleAfter = (
  before: Sample | undefined,
  load: DepartmentLoad,
  threshold: number,
  at: string,
): { readonly sample: Sample; readonly isNews: boolean } => {
  const known = before ? { since: before.overloaded_since, announced: before.announced } : NO_OVERLOAD
  const { since, announced } = overloadAfter(known, load.pressure, threshold, at)
  const isNews = announced > known.announced
  const announcements = (before?.announcements ?? 0) + (isNews ? 1 : 0)
  return { sample: { ...load, at, announcements, overloaded_since: since, announced }, isNews }
}

/**
 * Records a department's load of this minute, once; if an overload begins, or has lasted long enough for a merge,
 * together with the event that announces it.
 */
export const recordPressure = async (department: StoredDepartment, load: DepartmentLoad, now: Date): Promise<void> => {
  const at = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS).toISOString()
  const before = await latestSample(department.id)
  if (before && before.at >= at) return
  const { sample, isNews } = sampleAfter(before, load, department.overload_threshold, at)
  const put = putSample(department.id, sample)
  const failures = await writeTogether([{ Put: put }, ...(isNews ? [announcement(department, sample)] : [])])
  // Older samples have expired, and the count with them, so that an event has this number already. The sample alone is
  // written: the count goes on, and the next announcement finds a free number.
  if (!failedAt(failures, 0) && failedAt(failures, 1)) await documents.send(new PutCommand(put))
}
