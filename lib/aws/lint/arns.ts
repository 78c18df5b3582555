import { type LintTemplate, resourceOf, writtenTextOf } from './template.ts'

/** Types whose `Ref` is a name or an address, while services and policies ask for an ARN. */
const NAMED = new Set([
  'AWS::Lambda::Function',
  'AWS::SQS::Queue',
  'AWS::DynamoDB::Table',
  'AWS::Kinesis::Stream',
  'AWS::IAM::Role',
  'AWS::S3::Bucket',
])

/**
 * Whether a value is a resource's name or address where its ARN is asked for. What is made of pieces may be one after all.
 *
 * @param attribute the ARN that is asked for; any of the resource's if left out
 */
export const isNoArn = (template: LintTemplate, value: unknown, attribute?: string): boolean => {
  const resource = resourceOf(template, value)
  const [, id, given] = /^<(\w+)(?:\.(\w+))?>$/.exec(writtenTextOf(value)) ?? []
  const isArn = attribute === undefined ? given?.endsWith('Arn') === true : given === attribute
  return resource !== undefined && NAMED.has(resource.type) && id === resource.id && !isArn
}
