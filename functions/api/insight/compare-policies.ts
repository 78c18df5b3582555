import type * as z from 'zod'
import { LONGEST_PERIOD_DAYS } from '../../contracts/basics.ts'
import type { PolicyLabRequest } from '../../contracts/insight.ts'
import { RefusedError } from '../../domain/errors.ts'
import { comparePolicies as compare } from '../../domain/policy-lab.ts'
import { DAY_MS } from '../../domain/time.ts'
import { departmentLookup } from '../../stores/departments.ts'
import { readPolicyRecord } from '../../use-cases/policy-record.ts'
import { routingPolicy } from '../../use-cases/routing-policy.ts'
import { route } from '../pipeline/http.ts'

/** @throws RefusedError `period_invalid` */
const periodOf = ({ from, to }: z.output<typeof PolicyLabRequest>): { readonly from: Date; readonly to: Date } => {
  const period = { from: new Date(from), to: new Date(to) }
  const days = (period.to.getTime() - period.from.getTime()) / DAY_MS
  if (days > 0 && days <= LONGEST_PERIOD_DAYS) return period
  const message = days > 0 ? `must be at most ${LONGEST_PERIOD_DAYS} days after from` : 'must be after from'
  throw new RefusedError('invalid', 'period_invalid', `to ${message}`, { fields: [{ path: 'to', message }] })
}

/** Replays a period under today's rule and under another one; changes nothing. */
export const comparePolicies = route('comparePolicies', async ({ body }) => {
  const { from, to } = periodOf(body)
  const department = (await departmentLookup())({ department_id: body.department_id })
  const [record, today] = await Promise.all([readPolicyRecord(department, from, to), routingPolicy(department)])
  const proposed = { ...today, strategy: body.strategy, weights: body.weights ?? today.weights }
  return compare(record, { routing: today, capacity: null }, { routing: proposed, capacity: body.capacity ?? null })
})
