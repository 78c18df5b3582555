import { recordOf } from '../json-record.ts'
import { covers, grantedOn, matches, principalText, type Statement, statementsIn } from './statements.ts'
import {
  exactTextOf,
  type LintTemplate,
  list,
  PUT_IN,
  referencesIn,
  resourceOf,
  type TemplateResource,
  targetOf,
  textOf,
} from './template.ts'

/** Types of policies that attach to roles, and the property that names the roles. */
const ATTACHED = [
  ['IAM::Policy', 'Roles'],
  ['IAM::ManagedPolicy', 'Roles'],
  ['IAM::RolePolicy', 'RoleName'],
] as const

const attachedTo = (template: LintTemplate, { id, properties }: TemplateResource): readonly TemplateResource[] => [
  ...ATTACHED.flatMap(([type, owner]) =>
    template.of(type).filter(({ properties: { [owner]: owners } }) => {
      const { RoleName } = properties
      const isNamed = RoleName !== undefined && list(owners).map(exactTextOf).includes(exactTextOf(RoleName))
      return isNamed || referencesIn(owners).includes(id)
    }),
  ),
  ...referencesIn(properties.ManagedPolicyArns).flatMap((policy) => template.byId(policy) ?? []),
]

/** Every statement of a role's inline and attached policies; none if the role is not in the template. */
export const statementsOfRole = (template: LintTemplate, roleId: string): readonly Statement[] => {
  const role = template.byId(roleId)
  if (!role) return []
  const inline = list(role.properties.Policies).map((policy) => recordOf(policy).PolicyDocument)
  const attached = attachedTo(template, role).map(({ properties }) => properties.PolicyDocument)
  return [...inline, ...attached].flatMap(statementsIn)
}

/** Types with identity policies: inline in `Policies`, or for other resources in `PolicyDocument`. */
const IDENTITY_POLICIES = [
  'IAM::Role',
  'IAM::User',
  'IAM::Group',
  'IAM::Policy',
  'IAM::ManagedPolicy',
  'IAM::RolePolicy',
  'IAM::UserPolicy',
  'IAM::GroupPolicy',
]

/** Every statement of identity policies, with the id of the resource that holds it. */
export const identityStatements = (template: LintTemplate): ReadonlyArray<readonly [string, Statement]> =>
  IDENTITY_POLICIES.flatMap((type) => template.of(type)).flatMap(({ id, properties }) =>
    [...list(properties.Policies).map((policy) => recordOf(policy).PolicyDocument), properties.PolicyDocument]
      .flatMap(statementsIn)
      .map((statement) => [id, statement] as const),
  )

/** Types with a resource policy, and the property that is the document or holds it as `PolicyDocument`. */
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
  ['Events::EventBus', 'Policy'],
  ['IAM::Role', 'AssumeRolePolicyDocument'],
] as const

const policiesOf = (template: LintTemplate): ReadonlyArray<readonly [holder: TemplateResource, document: unknown]> => [
  ...RESOURCE_POLICIES.flatMap(([type, property]) =>
    template.of(type).map((holder) => [holder, holder.properties[property]] as const),
  ),
  ...template
    .of('DynamoDB::GlobalTable')
    .flatMap((holder) =>
      list(holder.properties.Replicas).map((replica) => [holder, recordOf(replica).ResourcePolicy] as const),
    ),
  // Its properties are a document with one statement, or in the old form that statement itself.
  ...template
    .of('Events::EventBusPolicy')
    .map(
      (holder) =>
        [
          holder,
          holder.properties.Statement === undefined
            ? { Statement: { ...holder.properties, Effect: 'Allow' } }
            : holder.properties,
        ] as const,
    ),
]

/** Every statement of resource policies, with the resource that holds it. */
export const resourceStatements = (
  template: LintTemplate,
): ReadonlyArray<readonly [holder: TemplateResource, statement: Statement]> =>
  policiesOf(template).flatMap(([holder, document]) =>
    statementsIn(recordOf(document).PolicyDocument ?? document).map((statement) => [holder, statement] as const),
  )

/** Whether some policy of a role is outside this template, so that it may allow more than can be seen here. */
const isKeptElsewhere = (template: LintTemplate, role: TemplateResource | undefined): boolean =>
  !role || list(role.properties.ManagedPolicyArns).some((policy) => !resourceOf(template, policy))

/**
 * Whether a statement's resource is the given one, or a part of it. Outside our own template unreadable ones count as
 * it.
 */
const isOn = (template: LintTemplate, resource: unknown, id: string, part: string): boolean =>
  (targetOf(resource) === id && exactTextOf(resource).endsWith(part)) ||
  (!template.isHouse && !resourceOf(template, resource))

/**
 * Whether statements of another template may allow more than they name: by `NotAction` or `NotResource`, or unreadably.
 */
const allowsTheRest = (template: LintTemplate, statements: readonly Statement[]): boolean =>
  !template.isHouse &&
  statements.some(({ effect, isInverted, isUnread }) => effect === 'Allow' && (isInverted || isUnread))

/**
 * Whether a role allows an action on a resource of this template, or on a part of it. In our own template a grant must
 * name the resource and have no condition; elsewhere an unreadable grant counts.
 */
export const roleAllows = (
  template: LintTemplate,
  roleId: string,
  action: string,
  onResource: string,
  part = '',
): boolean => {
  const statements = statementsOfRole(template, roleId)
  return (
    (!template.isHouse && isKeptElsewhere(template, template.byId(roleId))) ||
    allowsTheRest(template, statements) ||
    grantedOn(statements, action, (condition) => !template.isHouse || condition === undefined).some((resource) =>
      isOn(template, resource, onResource, part),
    )
  )
}

/**
 * Whether a condition lets a source in. In our own template it must name the source, since the service also acts for
 * others; elsewhere it may name something that the source refers to, such as the bus of a rule.
 */
const lets = (template: LintTemplate, condition: unknown, sourceId: string): boolean => {
  if (template.isHouse) return referencesIn(condition).includes(sourceId)
  const named = referencesIn(condition).filter((id) => template.byId(id))
  const belongsTo = referencesIn(template.byId(sourceId)?.properties)
  return named.length === 0 || [sourceId, ...belongsTo].some((id) => named.includes(id))
}

/**
 * The resources that a condition requires as `aws:SourceArn` or `aws:SourceAccount`. Other operators, such as negated
 * ones, do not count.
 */
export const sourcesIn = (condition: unknown): readonly string[] =>
  Object.entries(recordOf(condition))
    .filter(([operator]) => /^(?:Arn|String)(?:Equals|Like|EqualsIgnoreCase)(?:IfExists)?$/.test(operator))
    .flatMap(([, keys]) => Object.entries(recordOf(keys)))
    .filter(([key]) => /^aws:source(?:arn|account)$/i.test(key))
    .flatMap(([, value]) => referencesIn(value))

/** Whether a principal is a service. Outside our own template a part that a deployment puts in may be anything. */
const isService = (template: LintTemplate, text: string, service: string): boolean =>
  text === service || (!template.isHouse && covers(text.replaceAll(PUT_IN, '*'), service))

/** The statements of a document that apply to a service, by name or as everybody. */
export const statementsFor = (template: LintTemplate, document: unknown, principal: string): readonly Statement[] =>
  statementsIn(document).filter(
    ({ principals, services, isUnread }) =>
      principals.includes('*') ||
      services.some((text) => isService(template, text, principal)) ||
      (!template.isHouse && isUnread && principals.length === 0),
  )

/**
 * Whether a queue or topic is encrypted with the service's AWS managed key, which no other service may use, whatever
 * the policies allow (EventBridge, SNS and CloudWatch user guides).
 */
export const isUnderKeyOfAws = ({ properties }: TemplateResource): boolean =>
  /(?:^|[:/])alias\/aws\/(?:sqs|sns)$/.test(textOf(properties.KmsMasterKeyId))

/** Whether a queue's policies let a service send to it on behalf of a source. */
export const queueAllows = (template: LintTemplate, queueId: string, principal: string, sourceId: string): boolean => {
  const statements = ['SQS::QueuePolicy', 'SQS::QueueInlinePolicy']
    .flatMap((type) => template.of(type))
    .filter(({ properties }) => referencesIn(properties.Queues ?? properties.Queue).includes(queueId))
    .flatMap(({ properties }) => statementsFor(template, properties.PolicyDocument, principal))
  const granted = grantedOn(statements, 'sqs:SendMessage', (condition) =>
    template.isHouse ? sourcesIn(condition).includes(sourceId) : lets(template, condition, sourceId),
  )
  return (
    template.hasLoops ||
    allowsTheRest(template, statements) ||
    granted.some((resource) => isOn(template, resource, queueId, ''))
  )
}

/**
 * Whether a topic lets a service publish on behalf of this account. A topic without a policy does: the default policy
 * of SNS admits the owner's account.
 */
export const topicAllows = (template: LintTemplate, topicId: string, principal: string): boolean => {
  const policies = template
    .of('SNS::TopicPolicy')
    .filter(({ properties }) => referencesIn(properties.Topics).includes(topicId))
  const statements = policies.flatMap(({ properties }) => statementsFor(template, properties.PolicyDocument, principal))
  const granted = grantedOn(
    statements,
    'sns:Publish',
    (condition) => !template.isHouse || sourcesIn(condition).includes('AWS::AccountId'),
  )
  return (
    policies.length === 0 ||
    template.hasLoops ||
    allowsTheRest(template, statements) ||
    granted.some((resource) => isOn(template, resource, topicId, ''))
  )
}

/** A function's name, given as such or as the end of an ARN. */
const functionName = (value: unknown): string => exactTextOf(value).replace(/^arn:.*:function:/, '')

/**
 * Whether a service may call a function on behalf of a source.
 *
 * @param part required end of the source's ARN, such as a route of an API; any if left out
 */
export const functionAllows = (
  template: LintTemplate,
  { id, properties: called }: TemplateResource,
  principal: string,
  sourceId: string,
  part = '',
): boolean =>
  template.hasLoops ||
  template
    .of('Lambda::Permission')
    .some(
      ({ properties: { FunctionName, Action, Principal, SourceArn } }) =>
        (targetOf(FunctionName) === id ||
          (called.FunctionName !== undefined && functionName(FunctionName) === functionName(called.FunctionName))) &&
        matches(String(Action), 'lambda:InvokeFunction') &&
        (Principal === '*' || isService(template, principalText(Principal), principal)) &&
        lets(template, SourceArn, sourceId) &&
        textOf(SourceArn).endsWith(part),
    )
