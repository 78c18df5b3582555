import type { DepartmentState, MergeCheck } from '../../functions/domain/merge.ts'
import { todayAt } from './clock.ts'
import { namedId } from './tickets.ts'

export const BUSY = namedId('busy')
export const FREE = namedId('free')
export const THIRD = namedId('third')

/** A department of 10 slots that has long been at the given pressure. */
export const departmentState = (
  department_id: string,
  pressure: number,
  given: Partial<DepartmentState> = {},
): DepartmentState => ({
  department_id,
  name: department_id.replace(/^0+/, ''),
  load: {
    agents_online: 5,
    active: Math.min(10, pressure * 10),
    capacity: 10,
    waiting: Math.max(0, pressure * 10 - 10),
    utilisation: Math.min(1, pressure),
    pressure,
  },
  overload_threshold: 1.2,
  underload_threshold: 0.6,
  samples: [{ at: todayAt('11:55'), pressure }],
  arrivals_per_hour: 10,
  handle_seconds: 1_800,
  waiting_ticket_ids: [],
  ...given,
})

export type Plan = MergeCheck['plans'][number]

/** The busy department, helped by the free one since a plan was applied. */
export const mergePlan = (given: Partial<Plan>): Plan => ({
  source_department_id: BUSY,
  target_department_id: FREE,
  state: 'applied',
  expires_at: todayAt('12:30'),
  ended_at: null,
  ...given,
})
