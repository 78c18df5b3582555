import { isNoArn } from './arns.ts'
import {
  type Fault,
  isIntrinsic,
  type Json,
  type LintTemplate,
  list,
  type Rule,
  record,
  referencesIn,
  type TemplateResource,
  targetOf,
} from './template.ts'

/** What stands under some keys; what a deployment puts in place of one of them, instead. */
const valueAt = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce((at, key) => (isIntrinsic(at) ? at : record(at)[key]), value)

/** Who keeps what fails, and where; undefined if nowhere. */
type Failure = readonly [holder: TemplateResource, place: unknown]

const failuresIn = (template: LintTemplate): readonly Failure[] => {
  const ofParts = (type: string, partsOf: (properties: Json) => readonly unknown[], ...keys: readonly string[]) =>
    template
      .of(type)
      .flatMap((holder) => partsOf(holder.properties).map((part): Failure => [holder, valueAt(part, ...keys)]))
  const of = (type: string, ...keys: readonly string[]) => ofParts(type, (properties) => [properties], ...keys)
  return [
    ...of('SQS::Queue', 'RedrivePolicy', 'deadLetterTargetArn'),
    ...of('SNS::Subscription', 'RedrivePolicy', 'deadLetterTargetArn'),
    ...of('Lambda::EventSourceMapping', 'DestinationConfig', 'OnFailure', 'Destination'),
    ...of('Lambda::EventInvokeConfig', 'DestinationConfig', 'OnFailure', 'Destination'),
    ...of('Lambda::Function', 'DeadLetterConfig', 'TargetArn'),
    ...of('Events::EventBus', 'DeadLetterConfig', 'Arn'),
    ...of('Scheduler::Schedule', 'Target', 'DeadLetterConfig', 'Arn'),
    ...ofParts('Events::Rule', ({ Targets }) => list(Targets), 'DeadLetterConfig', 'Arn'),
    ...ofParts(
      'Pipes::Pipe',
      ({ SourceParameters }) => Object.values(record(SourceParameters)),
      'DeadLetterConfig',
      'Arn',
    ),
  ]
}

/** Where failures go; a queue that says who may send them there is for nothing else. */
const destinationsIn = (template: LintTemplate): ReadonlySet<string> =>
  new Set([
    ...failuresIn(template).flatMap(([, place]) => referencesIn(place)),
    ...template
      .of('SQS::Queue')
      .filter(({ properties }) => properties.RedriveAllowPolicy !== undefined)
      .map(({ id }) => id),
  ])

const READERS = new Set(['AWS::Lambda::EventSourceMapping', 'AWS::Pipes::Pipe'])

/** Resources that something here reads; what else does, nobody can say. */
const readIn = (template: LintTemplate): ReadonlySet<string> =>
  new Set(
    template.resources
      .filter(({ type }) => READERS.has(type))
      .flatMap(({ properties }) => referencesIn(properties.EventSourceArn ?? properties.Source)),
  )

/** A queue that is read here keeps what fails, by its redrive policy, unless it is where failures go. */
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
        record(properties.RedrivePolicy).deadLetterTargetArn === undefined,
    )
    .map(({ id }) => ({ id, rule: 'redrive', says: 'has no dead letters: what fails comes back until it is too old' }))
}

/** Whoever keeps failures names the place by its ARN. */
export const misnamedFailures: Rule = (template) =>
  failuresIn(template)
    .filter(([, place]) => isNoArn(template, place))
    .map(([{ id }, place]) => ({
      id,
      rule: 'redrive',
      says: `sends what fails to ${targetOf(place)} by something else than its ARN`,
    }))

/**
 * A message that is too old before it has been tried as often as it may goes without a trace. Lambda and pipes wait for a
 * message to come back by itself; other readers give it back as soon as they have failed.
 */
export const shortMemories: Rule = (template) => {
  const read = readIn(template)
  return template.of('SQS::Queue').flatMap(({ id, properties }): Fault[] => {
    if (!read.has(id)) return []
    const { MessageRetentionPeriod = 345_600, VisibilityTimeout = 30, RedrivePolicy } = properties
    const seconds = Number(record(RedrivePolicy).maxReceiveCount) * Number(VisibilityTimeout)
    return Number(MessageRetentionPeriod) < seconds
      ? [
          {
            id,
            rule: 'queue-retention',
            says: `forgets after ${MessageRetentionPeriod} s what it sets aside after ${seconds} s`,
          },
        ]
      : []
  })
}

/** Our queues set aside after a few deliveries, each in a place of its own and without a pause before, and there is time to redrive. */
export const keptFailures: Rule = (template) => {
  const destinations = destinationsIn(template)
  const setAside = template.of('SQS::Queue').map(({ properties }) => targetOf(properties.RedrivePolicy))
  return template.of('SQS::Queue').flatMap(({ id, properties }): Fault[] => {
    if (destinations.has(id)) {
      return Number(properties.MessageRetentionPeriod ?? 345_600) === 1_209_600
        ? []
        : [{ id, rule: 'dead-letter-retention', says: 'keeps failures less than 14 days' }]
    }
    const receives = Number(record(properties.RedrivePolicy).maxReceiveCount ?? 0)
    if (properties.RedrivePolicy === undefined) return []
    const faults: Fault[] = []
    const fault = (rule: Fault['rule'], says: string) => faults.push({ id, rule, says })
    if (!(receives >= 2 && receives <= 10))
      fault('redrive', `sets aside after ${receives} deliveries, which is too early or too late`)
    if (setAside.filter((place) => place === targetOf(properties.RedrivePolicy)).length > 1)
      fault('redrive', 'sets aside where another does, and a redrive would not know whose it was')
    if (Number(properties.DelaySeconds ?? 0) > 0) fault('queue-delay', 'keeps everybody waiting')
    return faults
  })
}
