import { foundAt, isNoArn, isNoSource, type Place } from './arns.ts'
import { type Fault, type Rule, targetOf } from './template.ts'

/** Properties that name what a resource reads. */
const SOURCES: readonly Place[] = [['Pipes::Pipe', 'Source']]

/** Properties that name what a resource calls or sends to. */
const TARGETS: readonly Place[] = [
  ['Pipes::Pipe', 'Enrichment'],
  ['Pipes::Pipe', 'Target'],
  ['Logs::SubscriptionFilter', 'DestinationArn'],
  ['Logs::Destination', 'TargetArn'],
  ['DynamoDB::Table', 'KinesisStreamSpecification.StreamArn'],
  ['DynamoDB::GlobalTable', 'Replicas.KinesisStreamSpecification.StreamArn'],
]

/** Pipes, log subscriptions and tables name what they read and where they send it by ARNs. */
export const misnamedEnds: Rule = (template) => [
  ...foundAt(template, SOURCES)
    .filter(([, source]) => isNoSource(template, source))
    .map(
      ([{ id }, source]): Fault => ({
        id,
        rule: 'source-name',
        says: `reads ${targetOf(source)} by something other than the ARN of what it reads`,
      }),
    ),
  ...foundAt(template, TARGETS)
    .filter(([, target]) => isNoArn(template, target))
    .map(
      ([{ id }, target]): Fault => ({
        id,
        rule: 'target-name',
        says: `sends to ${targetOf(target)} by something other than its ARN`,
      }),
    ),
]
