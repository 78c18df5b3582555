import { type JsonRecord, recordOf } from '../json-record.ts'
import { isIntrinsic, type LintTemplate, list, resourceOf, type TemplateResource, writtenTextOf } from './template.ts'

/** Types whose `Ref` is a name or a URL, where services and policies need an ARN. */
const NAMED = new Set([
  'AWS::Lambda::Function',
  'AWS::SQS::Queue',
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Kinesis::Stream',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::IAM::Role',
  'AWS::IAM::User',
  'AWS::S3::Bucket',
  'AWS::Events::EventBus',
  'AWS::Events::ApiDestination',
  'AWS::Logs::LogGroup',
  'AWS::Logs::Destination',
  'AWS::AmazonMQ::Broker',
  'AWS::ECS::Cluster',
  'AWS::ECR::Repository',
  'AWS::CodeBuild::Project',
  'AWS::CodePipeline::Pipeline',
  'AWS::Cognito::UserPool',
  'AWS::KMS::Key',
])

/**
 * Whether a value refers to a resource by its name or URL where an ARN is needed. Composed values are never reported.
 *
 * @param attribute the attribute that is needed, such as `StreamArn`; any ARN of the resource if left out
 */
export const isNoArn = (template: LintTemplate, value: unknown, attribute?: string): boolean => {
  const resource = resourceOf(template, value)
  const [, id, given] = /^<(\w+)(?:\.(\w+))?>$/.exec(writtenTextOf(value)) ?? []
  const isArn = attribute === undefined ? /Arn(?:ForPolicy)?$/.test(given ?? '') : given === attribute
  return resource !== undefined && NAMED.has(resource.type) && id === resource.id && !isArn
}

/** Types that are read by their stream, whose ARN is another than their own. */
const STREAMED = new Set(['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'])

/** As `isNoArn`, for a value that names what is read: of a table, the ARN of its stream is needed. */
export const isNoSource = (template: LintTemplate, value: unknown): boolean =>
  isNoArn(template, value, STREAMED.has(resourceOf(template, value)?.type ?? '') ? 'StreamArn' : undefined)

/**
 * A type without its `AWS::`, and a path in its properties: keys joined by dots, which also descend into list entries.
 */
export type Place = readonly [type: string, path: string]

/** The values at a path; where a key on the way holds an intrinsic, that intrinsic. */
const valuesAt = (properties: JsonRecord, path: string): readonly unknown[] =>
  path
    .split('.')
    .reduce<readonly unknown[]>(
      (values, key) => values.flatMap((value) => (isIntrinsic(value) ? [value] : list(recordOf(value)[key]))),
      [properties],
    )

/** Each value at the given places, with the resource that holds it. */
export const foundAt = (
  template: LintTemplate,
  places: readonly Place[],
): ReadonlyArray<readonly [holder: TemplateResource, value: unknown]> =>
  places.flatMap(([type, path]) =>
    template.of(type).flatMap((holder) => valuesAt(holder.properties, path).map((value) => [holder, value] as const)),
  )
