import type { AsyncInvocations } from './async-invocations.ts'
import type { Functions } from './functions.ts'
import type { Permissions } from './permissions.ts'
import { readTimetable, type Timetable } from './schedules/expression.ts'
import type { Resource, Template } from './template.ts'

/** No timer waits longer than this, so that a changed clock or a machine that slept is noticed. */
const LONGEST_WAIT_MS = 60_000
/**
 * A run that is later than this, because the machine slept, is skipped, as are those missed while the host was down.
 */
const LATEST_RUN_MS = 30_000

export interface SchedulesOptions {
  readonly template: Template
  readonly permissions: Permissions
  readonly functions: Functions
  readonly asyncInvocations: AsyncInvocations
}

/** EventBridge Scheduler and the rules that run by a schedule. */
export interface Schedules {
  /**
   * Runs a schedule's function, such as `sweep-queue`, now, with the rights of a scheduled run, and waits for it.
   *
   * @returns 'unknown' if no schedule runs a function of this name
   */
  runSchedule(name: string): Promise<'succeeded' | 'failed' | 'denied' | 'unknown'>
  close(): void
}

interface Schedule {
  readonly name: string
  readonly timetable: Timetable
  readonly isEnabled: boolean
  readonly functionId: string
  readonly event: unknown
  /** Whether the template lets the schedule invoke its function; a missing right is recorded. */
  readonly isAllowed: () => boolean
}

const SCHEDULER_MEMBERS = ['Arn', 'RoleArn', 'Input', 'RetryPolicy', 'DeadLetterConfig']
const RULE_MEMBERS = ['Id', 'Arn', 'Input', 'RetryPolicy', 'DeadLetterConfig']

type Target = Readonly<Record<string, unknown>>

/** What starts a function by the clock: the EventBridge Scheduler, or a rule of a bus. */
interface Starter {
  /** Members of a target that are emulated. */
  readonly members: readonly string[]
  /** The function's event if the template gives no input. */
  readonly event: unknown
  /** The principal that needs the right to invoke. */
  readonly principal: string
  readonly mayInvoke: (functionId: string) => boolean
}

const checkMembers = (logicalId: string, target: Target, known: readonly string[]): void => {
  const unknown = Object.keys(target).find((name) => !known.includes(name))
  if (unknown) throw new Error(`schedule ${logicalId}: a target's ${unknown} is not emulated`)
}

const readSchedules = ({ template, permissions, functions }: SchedulesOptions): readonly Schedule[] => {
  const started = Date.now()
  const timetableOf = ({ properties }: Resource): Timetable => {
    const zone = properties.ScheduleExpressionTimezone
    return readTimetable(template.text(properties.ScheduleExpression), typeof zone === 'string' ? zone : 'UTC', started)
  }
  const scheduleOf = (
    resource: Resource,
    target: Target,
    { members, event, principal, mayInvoke }: Starter,
  ): Schedule => {
    checkMembers(resource.logicalId, target, members)
    const functionId = functions.idOf(String(target.Arn))
    return {
      name: functions.bundleOf(functionId),
      timetable: timetableOf(resource),
      isEnabled: resource.properties.State !== 'DISABLED',
      functionId,
      event: typeof target.Input === 'string' ? JSON.parse(target.Input) : event,
      isAllowed: () => {
        const isAllowed = mayInvoke(functionId)
        if (!isAllowed) permissions.deny(principal, 'lambda:InvokeFunction', String(target.Arn))
        return isAllowed
      },
    }
  }

  const own = template.resourcesOf('AWS::Scheduler::Schedule').map((resource): Schedule => {
    const target = template.resolve(resource.properties.Target) as Target
    const role = String(target.RoleArn)
    return scheduleOf(resource, target, {
      members: SCHEDULER_MEMBERS,
      event: {},
      principal: role,
      mayInvoke: () => permissions.isRoleAllowed(role, 'lambda:InvokeFunction', String(target.Arn)),
    })
  })

  const timedRules = template
    .resourcesOf('AWS::Events::Rule')
    .filter(({ properties }) => properties.ScheduleExpression !== undefined)
  const ruled = timedRules.flatMap((resource) => {
    const targets = template.resolve(resource.properties.Targets ?? []) as readonly Target[]
    const ruleArn = template.arnOf(resource.logicalId)
    return targets.map((target) =>
      scheduleOf(resource, target, {
        members: RULE_MEMBERS,
        event: { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} },
        principal: 'events.amazonaws.com',
        mayInvoke: (functionId) => permissions.mayInvoke(functionId, 'events.amazonaws.com', ruleArn),
      }),
    )
  })
  return [...own, ...ruled]
}

/** Starts the clock of every schedule. Runs that were missed while the host was down are not made up for. */
export const startSchedules = (options: SchedulesOptions): Schedules => {
  const schedules = readSchedules(options)
  const timers = new Map<Schedule, NodeJS.Timeout>()

  const run = async ({ functionId, event, isAllowed }: Schedule): Promise<'succeeded' | 'failed' | 'denied'> => {
    if (!isAllowed()) return 'denied'
    return (await options.asyncInvocations.invoke(functionId, event)) ? 'succeeded' : 'failed'
  }

  const wait = (schedule: Schedule, due: number | undefined): void => {
    if (due === undefined) return
    const elapsed = (): void => {
      const now = Date.now()
      if (now >= due && now - due <= LATEST_RUN_MS) void run(schedule)
      wait(schedule, now < due ? due : schedule.timetable.next(now))
    }
    timers.set(schedule, setTimeout(elapsed, Math.min(due - Date.now(), LONGEST_WAIT_MS)))
  }
  for (const schedule of schedules) {
    if (schedule.isEnabled) wait(schedule, schedule.timetable.next(Date.now()))
  }

  return {
    runSchedule: async (name) => {
      const schedule = schedules.find((each) => each.name === name)
      return schedule ? run(schedule) : 'unknown'
    },
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}
