import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { Timestamp } from '../contracts/basics.ts'
import { DepartmentLoad } from '../contracts/department.ts'
import type { StoredDepartment } from '../domain/department.ts'
import { SYSTEM } from '../domain/ticket-change.ts'
import { newId } from '../platform/ids.ts'
import { documents, failedAt, tableNamed, type Write, writeTogether } from './documents.ts'
import { recordEvent } from './events.ts'
import { insightKeys, TTL_ATTRIBUTE } from './tables.ts'

/** Four weeks of samples say who is usually here, and one more so that none is missing at their edge. */
const LIFETIME_SECONDS = 35 * 24 * 3_600
const MINUTE = 60_000

/** A department's load line at one minute. `crossings` counts how often it has become overloaded until then. */
const Sample = DepartmentLoad.extend({ at: Timestamp, crossings: z.int().min(0) }).strip()
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

const putSample = (departmentId: string, sample: Sample) => ({
  TableName: tableNamed('Insight'),
  Item: {
    ...insightKeys.pressure(departmentId, sample.at),
    ...sample,
    [TTL_ATTRIBUTE]: Math.floor(Date.parse(sample.at) / 1_000) + LIFETIME_SECONDS,
  },
  ConditionExpression: 'attribute_not_exists(pk)',
})

const overloaded = ({ id, overload_threshold }: StoredDepartment, sample: Sample): Write =>
  recordEvent({
    event_id: newId(),
    type: 'department_overloaded',
    subject: `PRESSURE#${id}`,
    seq: sample.crossings,
    at: sample.at,
    actor: SYSTEM,
    changes: {},
    data: { department_id: id, pressure: sample.pressure, overload_threshold },
  })

/**
 * Keeps a department's load of this minute, once; where it has crossed the overload threshold since the last sample,
 * together with the event that says so.
 */
export const recordPressure = async (department: StoredDepartment, load: DepartmentLoad, now: Date): Promise<void> => {
  const at = new Date(Math.floor(now.getTime() / MINUTE) * MINUTE).toISOString()
  const before = await latestSample(department.id)
  if (before && before.at >= at) return
  const isOver = load.pressure >= department.overload_threshold
  const wasOver = before !== undefined && before.pressure >= department.overload_threshold
  const crosses = isOver && !wasOver
  const sample = { ...load, at, crossings: (before?.crossings ?? 0) + (crosses ? 1 : 0) }
  const put = putSample(department.id, sample)
  const failures = await writeTogether([{ Put: put }, ...(crosses ? [overloaded(department, sample)] : [])])
  // Older samples have expired, and their count with them: go on counting, the next crossing finds a free number.
  if (!failedAt(failures, 0) && failedAt(failures, 1)) await documents.send(new PutCommand(put))
}
