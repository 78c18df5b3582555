import { detailTypes, SOURCE } from '../../../functions/contracts/events.ts'
import { functionAllows, queueAllows, roleAllows } from './policies.ts'
import { type Fault, isRecord, list, type Rule, record, referencesIn, targetOf } from './template.ts'

const RATE = /^rate\((?:1 (?:minute|hour|day)|(?:[2-9]|[1-9]\d+) (?:minutes|hours|days))\)$/
const AT = /^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/
/** Minutes, hours, day of month, month, day of week, year; one of the two days must be `?`. */
const CRON_FIELD = /^(?:\*|\?|[\dA-Z,\-*/#LW]+)$/

/** Whether EventBridge can read it: `rate(5 minutes)`, `cron(0 10 * * ? *)`, `at(2026-01-01T00:00:00)`. */
export const isScheduleExpression = (text: string): boolean => {
  const cron = /^cron\((.*)\)$/.exec(text)?.[1]?.split(' ')
  if (!cron) return RATE.test(text) || AT.test(text)
  const [, , dayOfMonth, , dayOfWeek] = cron
  return (
    cron.length === 6 &&
    cron.every((field) => CRON_FIELD.test(field)) &&
    (dayOfMonth === '?') !== (dayOfWeek === '?') &&
    withinRange(cron[0], 59) &&
    withinRange(cron[1], 23)
  )
}

/** The plain numbers of a cron field are at most so great. */
const withinRange = (field: string | undefined, greatest: number): boolean =>
  (field ?? '').split(/[,\-/]/).every((part) => !/^\d+$/.test(part) || Number(part) <= greatest)

const PATTERN_FIELDS = new Set([
  'source',
  'detail-type',
  'detail',
  'account',
  'region',
  'time',
  'id',
  'resources',
  'version',
  'replay-name',
  '$or',
])
const OPERATORS = new Set([
  'prefix',
  'suffix',
  'anything-but',
  'numeric',
  'exists',
  'cidr',
  'wildcard',
  'equals-ignore-case',
])

/** Why EventBridge would refuse a pattern, or never match it; undefined if it is sound. */
const patternFault = (pattern: unknown, depth = 0): string | undefined => {
  if (!isRecord(pattern) || Object.keys(pattern).length === 0) return 'has an empty pattern'
  for (const [field, value] of Object.entries(pattern)) {
    if (depth === 0 && !PATTERN_FIELDS.has(field)) return `matches on ${field}, which no event has`
    if (field === '$or') continue
    if (isRecord(value)) {
      const fault = patternFault(value, depth + 1)
      if (fault) return fault
    } else if (!Array.isArray(value) || value.length === 0) {
      return `matches ${field} by something that is no list`
    } else {
      const unknown = value.filter(isRecord).flatMap((each) => Object.keys(each).filter((key) => !OPERATORS.has(key)))
      if (unknown.length > 0) return `matches ${field} by ${unknown[0]}, which is no operator`
    }
  }
  return undefined
}

/** What the product says on the bus; a rule for anything else never fires. */
const known: ReadonlySet<unknown> = new Set(Object.values(detailTypes))

export const rules: Rule = (template) =>
  template.of('Events::Rule').flatMap(({ id, properties }): Fault[] => {
    const { EventPattern, ScheduleExpression, EventBusName, Targets } = properties
    const faults: Fault[] = []
    const fault = (rule: string, says: string) => faults.push({ id, rule, says })
    if (ScheduleExpression !== undefined) {
      if (!isScheduleExpression(String(ScheduleExpression)))
        fault('schedule-expression', `${ScheduleExpression} is no schedule`)
      if (EventBusName !== undefined && EventBusName !== 'default')
        fault('schedule-bus', 'schedules run on the default bus alone')
    }
    if (EventPattern === undefined && ScheduleExpression === undefined)
      fault('rule-empty', 'neither a pattern nor a schedule')
    if (EventPattern !== undefined) {
      const broken = patternFault(EventPattern)
      if (broken) fault('event-pattern', broken)
      const { source, 'detail-type': types } = record(EventPattern)
      if (list(source).length === 1 && list(source)[0] === SOURCE) {
        for (const type of list(types)) {
          if (typeof type === 'string' && !known.has(type))
            fault('detail-type', `waits for ${type}, which nobody publishes`)
        }
      }
    }
    if (list(Targets).length === 0) fault('rule-target', 'calls nobody')
    for (const target of list(Targets)) {
      const targetId = targetOf(record(target).Arn)
      const resource = template.byId(targetId ?? '')
      if (!resource) fault('rule-target', 'calls something that is not in this template')
      else if (
        resource.type === 'AWS::Lambda::Function' &&
        !functionAllows(template, resource.id, 'events.amazonaws.com', id)
      ) {
        fault('invoke-permission', `may not call ${resource.id}`)
      } else if (
        resource.type === 'AWS::SQS::Queue' &&
        !queueAllows(template, resource.id, 'events.amazonaws.com', id)
      ) {
        fault('send-permission', `may not send to ${resource.id}`)
      }
      for (const failures of referencesIn(record(target).DeadLetterConfig)) {
        if (!queueAllows(template, failures, 'events.amazonaws.com', id))
          fault('send-permission', `may not send to ${failures}`)
      }
    }
    return faults
  })

export const schedules: Rule = (template) =>
  template.of('Scheduler::Schedule').flatMap(({ id, properties }): Fault[] => {
    const { Arn, RoleArn } = record(properties.Target)
    const expression = String(properties.ScheduleExpression)
    const target = targetOf(Arn)
    const role = targetOf(RoleArn)
    return [
      ...(isScheduleExpression(expression)
        ? []
        : [{ id, rule: 'schedule-expression', says: `${expression} is no schedule` }]),
      ...(target && role && roleAllows(template, role, 'lambda:InvokeFunction', target)
        ? []
        : [{ id, rule: 'invoke-permission', says: `its role may not call ${target}` }]),
    ]
  })
