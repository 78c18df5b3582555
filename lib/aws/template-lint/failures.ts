import { recordOf } from '../json-record.ts'
import { foundAt, isNoArn, type Place } from './arns.ts'
import { type Fault, faultsOf, isIntrinsic, type LintTemplate, type Rule, referencesIn, targetOf } from './template.ts'

/** Properties that name the destination of failures. */
const FAILURES: readonly Place[] = [
  ['SQS::Queue', 'RedrivePolicy.deadLetterTargetArn'],
  ['SNS::Subscription', 'RedrivePolicy.deadLetterTargetArn'],
  ['Lambda::EventSourceMapping', 'DestinationConfig.OnFailure.Destination'],
  ['Lambda::EventInvokeConfig', 'DestinationConfig.OnFailure.Destination'],
  ['Lambda::Function', 'DeadLetterConfig.TargetArn'],
  ['Events::EventBus', 'DeadLetterConfig.Arn'],
  ['Scheduler::Schedule', 'Target.DeadLetterConfig.Arn'],
  ['Events::Rule', 'Targets.DeadLetterConfig.Arn'],
  ['Pipes::Pipe', 'SourceParameters.KinesisStreamParameters.DeadLetterConfig.Arn'],
  ['Pipes::Pipe', 'SourceParameters.DynamoDBStreamParameters.DeadLetterConfig.Arn'],
]

/** Properties that name the destination of successful results. */
const SUCCESSES: readonly Place[] = [['Lambda::EventInvokeConfig', 'DestinationConfig.OnSuccess.Destination']]

/** Destinations of failures; a queue with a `RedriveAllowPolicy` counts as one. */
const destinationsIn = (template: LintTemplate): ReadonlySet<string> =>
  new Set([
    ...foundAt(template, FAILURES).flatMap(([, place]) => referencesIn(place)),
    ...template
      .of('SQS::Queue')
      .filter(({ properties }) => properties.RedriveAllowPolicy !== undefined)
      .map(({ id }) => id),
  ])

const READERS = new Set(['AWS::Lambda::EventSourceMapping', 'AWS::Pipes::Pipe'])

/** Resources that mappings or pipes of this template read; readers outside it are unknown. */
const readIn = (template: LintTemplate): ReadonlySet<string> =>
  new Set(
    template.resources
      .filter(({ type }) => READERS.has(type))
      .flatMap(({ properties }) => referencesIn(properties.EventSourceArn ?? properties.Source)),
  )

/** A queue that is read here has a redrive policy, unless it is a destination of failures itself. */
export const deadLetters: Rule = (template) => {
  const destinations = destinationsIn(template)
  const read = readIn(template)
  return template
    .of('SQS::Queue')
    .filter(
      ({ id, properties }) =>
        read.has(id) &&
        !destinations.has(id) &&
        !isIntrinsic(properties.RedrivePolicy) &&
        recordOf(properties.RedrivePolicy).deadLetterTargetArn === undefined,
    )
    .map(({ id }) => ({ id, rule: 'redrive', says: 'has no dead letters: what fails comes back until it is too old' }))
}

/** Destinations of failures and results are named by their ARN. */
export const misnamedOutcomes: Rule = (template) =>
  [...foundAt(template, FAILURES), ...foundAt(template, SUCCESSES)]
    .filter(([, place]) => isNoArn(template, place))
    .map(([{ id }, place]) => ({
      id,
      rule: 'redrive',
      says: `sends on to ${targetOf(place)} by something other than its ARN`,
    }))

/**
 * A queue keeps messages for longer than all their deliveries take; otherwise they expire without reaching the dead
 * letters. This holds for Lambda and pipes, which wait out the visibility time-out; other readers may return a message
 * at once.
 */
export const shortMemories: Rule = (template) => {
  const read = readIn(template)
  return template.of('SQS::Queue').flatMap(({ id, properties }): Fault[] => {
    if (!read.has(id)) return []
    const { MessageRetentionPeriod = 345_600, VisibilityTimeout = 30, RedrivePolicy } = properties
    const seconds = Number(recordOf(RedrivePolicy).maxReceiveCount) * Number(VisibilityTimeout)
    const { faults, fault } = faultsOf(id)
    if (Number(MessageRetentionPeriod) < seconds)
      fault('queue-retention', `forgets after ${MessageRetentionPeriod} s what it sets aside after ${seconds} s`)
    return faults
  })
}

/** Our queues have no delay and set messages aside after a few deliveries, each to its own queue, kept for 14 days. */
export const keptFailures: Rule = (template) => {
  const destinations = destinationsIn(template)
  const setAside = template.of('SQS::Queue').map(({ properties }) => targetOf(properties.RedrivePolicy))
  return template.of('SQS::Queue').flatMap(({ id, properties }): Fault[] => {
    const { faults, fault } = faultsOf(id)
    if (destinations.has(id)) {
      if (Number(properties.MessageRetentionPeriod ?? 345_600) !== 1_209_600)
        fault('dead-letter-retention', 'keeps failures less than 14 days')
      return faults
    }
    if (properties.RedrivePolicy === undefined) return []
    const receives = Number(recordOf(properties.RedrivePolicy).maxReceiveCount ?? 0)
    if (!(receives >= 2 && receives <= 10))
      fault('redrive', `sets aside after ${receives} deliveries, which is too early or too late`)
    if (setAside.filter((place) => place === targetOf(properties.RedrivePolicy)).length > 1)
      fault('redrive', 'sets aside where another does, and a redrive would not know whose it was')
    if (Number(properties.DelaySeconds ?? 0) > 0) fault('queue-delay', 'keeps everybody waiting')
    return faults
  })
}
