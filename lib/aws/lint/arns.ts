import { type JsonRecord, recordOf } from '../json-record.ts'
import { isIntrinsic, type LintTemplate, list, resourceOf, type TemplateResource, writtenTextOf } from './template.ts'

/** Types whose `Ref` is a name or an address, while services and policies ask for an ARN. */
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
  'AWS::ECS::Cluster',
  'AWS::ECR::Repository',
  'AWS::CodeBuild::Project',
  'AWS::CodePipeline::Pipeline',
  'AWS::Cognito::UserPool',
  'AWS::KMS::Key',
])

/**
 * Whether a value is a resource's name or address where its ARN is asked for. What is made of pieces may be one after all.
 *
 * @param attribute the ARN that is asked for; any of the resource's if left out
 */
export const isNoArn = (template: LintTemplate, value: unknown, attribute?: string): boolean => {
  const resource = resourceOf(template, value)
  const [, id, given] = /^<(\w+)(?:\.(\w+))?>$/.exec(writtenTextOf(value)) ?? []
  const isArn = attribute === undefined ? /Arn(?:ForPolicy)?$/.test(given ?? '') : given === attribute
  return resource !== undefined && NAMED.has(resource.type) && id === resource.id && !isArn
}

/** A type without its `AWS::`, and where in its properties something stands: keys joined by dots, through the entries of lists. */
export type Place = readonly [type: string, path: string]

/** What stands under a path; what a deployment puts in place of one of its keys, instead. */
const valuesAt = (properties: JsonRecord, path: string): readonly unknown[] =>
  path
    .split('.')
    .reduce<readonly unknown[]>(
      (values, key) => values.flatMap((value) => (isIntrinsic(value) ? [value] : list(recordOf(value)[key]))),
      [properties],
    )

/** What stands at each of some places, and who has it. */
export const foundAt = (
  template: LintTemplate,
  places: readonly Place[],
): ReadonlyArray<readonly [holder: TemplateResource, value: unknown]> =>
  places.flatMap(([type, path]) =>
    template.of(type).flatMap((holder) => valuesAt(holder.properties, path).map((value) => [holder, value] as const)),
  )
