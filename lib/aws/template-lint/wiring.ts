import { isDeepStrictEqual } from 'node:util'
import { type Access, access } from '../access.ts'
import { recordOf } from '../json-record.ts'
import { consumers, listeners, partlyHeard } from '../messaging.ts'
import {
  type Fault,
  isOurs,
  isSwitchedOff,
  isSwitchedOn,
  list,
  type Rule,
  referencesIn,
  targetOf,
  textOf,
} from './template.ts'

/** Types that call functions, and the property that names the function. */
const callers = [
  ['Lambda::EventSourceMapping', 'FunctionName'],
  ['Scheduler::Schedule', 'Target'],
  ['ApiGatewayV2::Integration', 'IntegrationUri'],
  ['ApiGatewayV2::Authorizer', 'AuthorizerUri'],
  ['Events::Rule', 'Targets'],
  ['Cognito::UserPool', 'LambdaConfig'],
] as const

/** Each of our functions is called by something. */
export const uncalledFunctions: Rule = (template) => {
  const called = new Set(
    callers.flatMap(([type, property]) =>
      template.of(type).flatMap(({ properties }) => referencesIn(properties[property])),
    ),
  )
  return template.resources
    .filter((fn) => isOurs(fn) && !called.has(fn.id))
    .map(({ id }) => ({ id, rule: 'uncalled', says: 'nothing calls it' }))
}

/**
 * Seconds that API Gateway and Cognito wait for a function's answer, unless a shorter time-out is set. For API Gateway
 * it is the shorter limit of its kinds of APIs.
 */
const PATIENCE = [
  ['ApiGatewayV2::Integration', 'IntegrationUri', 29],
  ['ApiGatewayV2::Authorizer', 'AuthorizerUri', 29],
  ['Cognito::UserPool', 'LambdaConfig', 5],
] as const

/** A function's time-out is not above its caller's, or it would go on after the caller has given up. */
export const lateAnswers: Rule = (template) => {
  const late = PATIENCE.flatMap(([type, property, seconds]) =>
    template
      .of(type)
      .flatMap(({ properties }) => {
        const patience = Math.min(seconds, Number(properties.TimeoutInMillis ?? seconds * 1000) / 1000)
        return referencesIn(properties[property]).flatMap((id) => {
          const called = template.byId(id)
          return called ? [{ called, patience }] : []
        })
      })
      .filter(({ called, patience }) => Number(called.properties.Timeout ?? 3) > patience)
      .map(
        ({ called: { id }, patience }): Fault => ({
          id,
          rule: 'late-answer',
          says: `may take longer than the ${patience} s that are waited for it`,
        }),
      ),
  )
  return [...new Map(late.map((fault) => [fault.id, fault])).values()]
}

/** The `detail` pattern of the events of a type that a queue receives; undefined if it receives all of them. */
const heardPart = (queue: string, detailType: string): unknown => {
  const part = Object.values(partlyHeard).find((each) => each.detailType === detailType)
  return queue === 'TicketQueue' && part ? { data: part.data } : undefined
}

/** For each of its events in `listeners` a queue has a rule, which filters no more than `partlyHeard` says. */
export const unheardEvents: Rule = (template) =>
  Object.entries(listeners).flatMap(([detailType, who]) =>
    who
      .filter((queue) => queue in consumers)
      .filter(
        (queue) =>
          !template.of('Events::Rule').some(({ properties }) => {
            const { source: _source, 'detail-type': types, detail, ...others } = recordOf(properties.EventPattern)
            return (
              list(types).includes(detailType) &&
              isDeepStrictEqual(detail, heardPart(queue, detailType)) &&
              Object.keys(others).length === 0 &&
              list(properties.Targets).some((target) => targetOf(recordOf(target).Arn) === queue)
            )
          }),
      )
      .map((id) => ({ id, rule: 'unheard-event', says: `no rule brings it ${detailType}` })),
  )

/** Whether a schedule is for one moment, or for certain years. */
const isForAWhile = (expression: unknown): boolean => /^at\(|^cron\(.* [^* ]+\)$/.test(textOf(expression))

/** Nothing is switched off, or only active for a while. */
export const disabled: Rule = (template) => [
  ...[...template.of('Events::Rule'), ...template.of('Scheduler::Schedule')]
    .filter(({ properties }) => properties.State === 'DISABLED')
    .map(({ id }): Fault => ({ id, rule: 'disabled', says: 'is switched off' })),
  ...template
    .of('Scheduler::Schedule')
    .filter(
      ({ properties: { StartDate, EndDate, ScheduleExpression } }) =>
        StartDate !== undefined || EndDate !== undefined || isForAWhile(ScheduleExpression),
    )
    .map(({ id }): Fault => ({ id, rule: 'disabled', says: 'only runs for a limited time' })),
  ...template
    .of('Lambda::EventSourceMapping')
    .filter(({ properties }) => isSwitchedOff(properties.Enabled))
    .map(({ id }): Fault => ({ id, rule: 'disabled', says: 'is switched off' })),
  ...template
    .of('Lambda::Function')
    .filter(({ properties }) => String(properties.ReservedConcurrentExecutions) === '0')
    .map(({ id }): Fault => ({ id, rule: 'disabled', says: 'may not run: it has no concurrency' })),
  ...template
    .of('CloudFront::Distribution')
    .filter(({ properties }) => !isSwitchedOn(recordOf(properties.DistributionConfig).Enabled))
    .map(({ id }): Fault => ({ id, rule: 'disabled', says: 'answers nobody' })),
  ...template
    .of('CloudFront::Function')
    .filter(({ properties }) => !isSwitchedOn(properties.AutoPublish))
    .map(({ id }): Fault => ({ id, rule: 'disabled', says: 'is never published, and no behaviour takes it' })),
  ...template
    .of('CloudFront::OriginAccessControl')
    .filter(({ properties }) => {
      const { SigningBehavior, OriginAccessControlOriginType } = recordOf(properties.OriginAccessControlConfig)
      return SigningBehavior !== 'always' || OriginAccessControlOriginType !== 's3'
    })
    .map(({ id }): Fault => ({ id, rule: 'origin-access', says: 'does not sign what it asks its bucket' })),
  ...template
    .of('ApiGatewayV2::Api')
    .filter(({ properties }) => isSwitchedOn(properties.DisableExecuteApiEndpoint))
    .map(({ id }): Fault => ({ id, rule: 'disabled', says: 'has no address that CloudFront could ask' })),
]

/** Functions that send to the queue that they read allow it: Lambda would stop such a chain after 16 calls. */
export const recursiveLoops: Rule = (template) => {
  const rows: Readonly<Record<string, Access>> = access
  const ringers = new Set<unknown>(
    Object.entries(consumers)
      .filter(([queue, { consumer }]) => (rows[consumer]?.rings ?? []).some((rung) => rung === queue))
      .map(([, { consumer }]) => consumer),
  )
  return template.resources
    .filter((fn) => isOurs(fn) && ringers.has(fn.metadata['local:bundle']) && fn.properties.RecursiveLoop !== 'Allow')
    .map(({ id }) => ({ id, rule: 'recursive-loop', says: 'rings itself, and Lambda would stop it' }))
}
