import { detailTypes, SOURCE } from '../../../functions/contracts/events.ts'
import { type JsonRecord, recordOf } from '../json-record.ts'
import { isNoArn } from './arns.ts'
import { patternFault } from './event-pattern.ts'
import { isTakenOn } from './functions.ts'
import { functionAllows, isUnderKeyOfAws, queueAllows, roleAllows } from './policies.ts'
import { isScheduleExpression, isTimeZone } from './schedule-expression.ts'
import {
  type Fault,
  faultsOf,
  isIntrinsic,
  isSwitchedOn,
  isUnread,
  type LintTemplate,
  list,
  type Rule,
  resourceOf,
  type TemplateResource,
  targetOf,
} from './template.ts'
import { jsonOf } from './template-json.ts'

/** Detail-types that the product publishes; a rule for any other never matches. */
const known: ReadonlySet<unknown> = new Set(Object.values(detailTypes))

/** A finding if a service may not deliver to a function or queue of this template; other receivers are not checked. */
const deliveryFaults = (
  template: LintTemplate,
  { id }: TemplateResource,
  receiver: TemplateResource | undefined,
  principal: string,
  source = id,
): readonly Fault[] => {
  if (receiver?.type === 'AWS::Lambda::Function' && !functionAllows(template, receiver, principal, source)) {
    return [{ id, rule: 'invoke-permission', says: `may not call ${receiver.id}` }]
  }
  if (receiver?.type === 'AWS::SQS::Queue' && !queueAllows(template, receiver.id, principal, source)) {
    return [{ id, rule: 'send-permission', says: `may not send to ${receiver.id}` }]
  }
  if (receiver?.type === 'AWS::SQS::Queue' && isUnderKeyOfAws(receiver)) {
    return [{ id, rule: 'send-permission', says: `may not use the key of ${receiver.id}, which AWS keeps` }]
  }
  return []
}

const EVENTS = 'events.amazonaws.com'

/** Whether a given input is not JSON. */
const isNoJson = (input: unknown): boolean => input !== undefined && !isUnread(input) && jsonOf(input) === undefined

/** A rule has a pattern that can match or a valid schedule, and may call its targets. */
export const rules: Rule = (template) =>
  template.of('Events::Rule').flatMap((rule): Fault[] => {
    const { id, properties } = rule
    const { EventPattern, ScheduleExpression } = properties
    const targets = list(properties.Targets).map(recordOf)
    const { faults, fault } = faultsOf(id)
    if (EventPattern === undefined && ScheduleExpression === undefined)
      fault('rule-empty', 'has neither a pattern nor a schedule')
    faults.push(...ruleScheduleFaults(template, rule), ...rulePatternFaults(rule))
    if (targets.length === 0 || targets.some(({ Arn }) => Arn === undefined)) fault('rule-target', 'calls nobody')
    for (const target of targets) {
      const { Arn, RoleArn, Input, DeadLetterConfig } = target
      if (isNoJson(Input)) fault('rule-target', 'gives its target an input that is not JSON')
      if (TOLD_OTHERWISE.filter((way) => way in target).length > 1)
        fault('rule-target', 'gives its target more than one input')
      if (isNoArn(template, Arn)) fault('rule-target', `calls ${targetOf(Arn)} by something other than its ARN`)
      if (DeadLetterConfig !== undefined && recordOf(DeadLetterConfig).Arn === undefined)
        fault('rule-target', 'sets nothing aside: its dead letters have no queue')
      // A target with a role is called by that role.
      if (RoleArn === undefined) faults.push(...deliveryFaults(template, rule, resourceOf(template, Arn), EVENTS))
      faults.push(...deliveryFaults(template, rule, resourceOf(template, DeadLetterConfig), EVENTS))
    }
    return faults
  })

const isNoSchedule = (expression: unknown): boolean =>
  typeof expression === 'string' && !expression.includes('{{resolve:') && !isScheduleExpression(expression)

const ruleScheduleFaults = (template: LintTemplate, { id, properties }: TemplateResource): readonly Fault[] => {
  const { ScheduleExpression: expression, EventBusName } = properties
  if (expression === undefined) return []
  const { faults, fault } = faultsOf(id)
  // Unlike schedules, rules do not support `at(…)`.
  if (isNoSchedule(expression) || (typeof expression === 'string' && expression.startsWith('at(')))
    fault('schedule-expression', `${expression} is no schedule`)
  if (
    resourceOf(template, EventBusName) ||
    (typeof EventBusName === 'string' && !/(?:^|\/)default$/.test(EventBusName))
  )
    fault('schedule-bus', 'schedules run on the default bus alone')
  return faults
}

const rulePatternFaults = ({ id, properties: { EventPattern } }: TemplateResource): readonly Fault[] => {
  if (EventPattern === undefined || isIntrinsic(EventPattern)) return []
  const broken = patternFault(typeof EventPattern === 'string' ? jsonOf(EventPattern) : EventPattern)
  const { source, 'detail-type': types } = recordOf(EventPattern)
  const isOwn = list(source).length === 1 && list(source)[0] === SOURCE
  const { faults, fault } = faultsOf(id)
  if (broken) fault('event-pattern', broken)
  for (const type of list(types))
    if (isOwn && typeof type === 'string' && !known.has(type))
      fault('detail-type', `waits for ${type}, which nobody publishes`)
  return faults
}

/** The detail-type by which other services request tickets, under their own source. */
const ASKED_FROM_OUTSIDE = 'TicketRequested'

/** Properties that replace the event as a target's input; a target takes at most one. */
const TOLD_OTHERWISE = ['Input', 'InputPath', 'InputTransformer']

/**
 * Our rules are on our own bus, pass the whole event on, and match only our own events, except requests for tickets.
 */
export const ownRules: Rule = (template) =>
  template.of('Events::Rule').flatMap(({ id, properties }): Fault[] => {
    const { source, 'detail-type': types } = recordOf(properties.EventPattern)
    const isFromOutside = list(types).join() === ASKED_FROM_OUTSIDE
    const { faults, fault } = faultsOf(id)
    if (resourceOf(template, properties.EventBusName)?.type !== 'AWS::Events::EventBus')
      fault('rule-bus', 'hears another bus than ours')
    if (
      list(properties.Targets)
        .map(recordOf)
        .some((target) => TOLD_OTHERWISE.some((way) => target[way] !== undefined))
    )
      fault('rule-target', 'passes on something other than the event')
    if (!isFromOutside && list(source).join() !== SOURCE) fault('rule-source', 'accepts events from any source')
    return faults
  })

/** Types that accept only JSON as a schedule's input; a queue, for example, accepts any text. */
const READS_JSON = new Set([
  'AWS::Lambda::Function',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Version',
  'AWS::StepFunctions::StateMachine',
])

/** A schedule has a valid time, and its role may call its target. */
export const schedules: Rule = (template) =>
  template.of('Scheduler::Schedule').flatMap((schedule): Fault[] => {
    const { id, properties } = schedule
    const { Arn, RoleArn, DeadLetterConfig, Input } = recordOf(properties.Target)
    const { ScheduleExpression: expression, ScheduleExpressionTimezone: zone } = properties
    const taken = resourceOf(template, RoleArn)
    const { Mode, MaximumWindowInMinutes } = recordOf(properties.FlexibleTimeWindow)
    const called = resourceOf(template, Arn)
    const role = targetOf(RoleArn)
    const mayNot = (action: string, onResource: string): boolean =>
      role !== undefined && template.byId(role) !== undefined && !roleAllows(template, role, action, onResource)
    const failures = resourceOf(template, DeadLetterConfig)
    const { faults, fault } = faultsOf(id)
    faults.push(...groupFaults(template, schedule))
    if (Mode === 'FLEXIBLE' && MaximumWindowInMinutes === undefined)
      fault('schedule-window', 'is flexible, but its window has no length')
    if (Mode === 'OFF' && MaximumWindowInMinutes !== undefined)
      fault('schedule-window', 'is exact, and yet has a window')
    if (READS_JSON.has(called?.type ?? '') && isNoJson(Input))
      fault('schedule-input', 'gives its target an input that is not JSON')
    if (isNoSchedule(expression)) fault('schedule-expression', `${expression} is no schedule`)
    if (zone !== undefined && !isUnread(zone) && !isTimeZone(String(zone)))
      fault('schedule-expression', `knows no time zone ${zone}`)
    if (isNoArn(template, Arn)) fault('schedule-target', `calls ${targetOf(Arn)} by something other than its ARN`)
    if (taken?.type === 'AWS::IAM::Role' && !isTakenOn(template, taken, 'scheduler.amazonaws.com'))
      fault('trust', `its role ${taken.id} does not let Scheduler take it on`)
    if (called?.type === 'AWS::Lambda::Function' && mayNot('lambda:InvokeFunction', called.id))
      fault('invoke-permission', `its role may not call ${called.id}`)
    if (failures?.type === 'AWS::SQS::Queue' && mayNot('sqs:SendMessage', failures.id))
      fault('send-permission', `its role may not send to ${failures.id}`)
    return faults
  })

/** A schedule that refers to its group by name must wait for it, or it may be created before the group exists. */
const groupFaults = (
  template: LintTemplate,
  { id, properties: { GroupName }, dependsOn }: TemplateResource,
): readonly Fault[] =>
  template
    .of('Scheduler::ScheduleGroup')
    .filter(
      (group) => typeof GroupName === 'string' && group.properties.Name === GroupName && !dependsOn.includes(group.id),
    )
    .map((group) => ({ id, rule: 'schedule-group', says: `does not wait for its group ${group.id}` }))

/** A topic may deliver to its subscribers. */
export const subscriptions: Rule = (template) => [
  ...template
    .of('SNS::Subscription')
    .flatMap((subscription) =>
      topicFaults(template, subscription, subscription.properties, targetOf(subscription.properties.TopicArn)),
    ),
  ...template
    .of('SNS::Topic')
    .flatMap((topic) =>
      list(topic.properties.Subscription).flatMap((each) => topicFaults(template, topic, recordOf(each), topic.id)),
    ),
]

/** @param topic undefined if it is imported: then a permission for any topic counts */
const topicFaults = (
  template: LintTemplate,
  holder: TemplateResource,
  { Protocol, Endpoint }: JsonRecord,
  topic: string | undefined,
): readonly Fault[] =>
  Protocol === 'lambda' || Protocol === 'sqs'
    ? deliveryFaults(template, holder, resourceOf(template, Endpoint), 'sns.amazonaws.com', topic)
    : []

/**
 * A permission is for one service, unless the function has a URL, or the permission is limited to an organisation.
 * Elsewhere than in our own template a source account or ARN is limit enough as well.
 */
export const openPermissions: Rule = (template) => {
  const limits = ['PrincipalOrgID', 'FunctionUrlAuthType', ...(template.isHouse ? [] : ['SourceAccount', 'SourceArn'])]
  return template
    .of('Lambda::Permission')
    .filter(
      ({ properties }) =>
        properties.Principal === '*' &&
        limits.every((limit) => properties[limit] === undefined) &&
        !isSwitchedOn(properties.InvokedViaFunctionUrl),
    )
    .map(({ id }) => ({ id, rule: 'open-invoke', says: 'lets everybody call its function' }))
}
