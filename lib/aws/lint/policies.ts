import {
  exactTextOf,
  isRecord,
  type LintTemplate,
  list,
  record,
  referencesIn,
  resourceOf,
  type TemplateResource,
  targetOf,
  textOf,
} from './template.ts'

export interface Statement {
  readonly effect: string
  /** Literal ones: what a deployment puts in is not known. */
  readonly actions: readonly string[]
  /** Those that it leaves out, by `NotAction`. */
  readonly exceptActions: readonly string[]
  readonly resources: readonly unknown[]
  /** Whether it allows or denies all but what it names, by `NotAction` or `NotResource`. */
  readonly isInverted: boolean
  readonly principals: readonly string[]
  /** Whether it is for all but some, by `NotPrincipal`. */
  readonly isForTheRest: boolean
  /** Undefined if it always applies. */
  readonly condition: unknown
}

/** A principal's text; the end of a service's name differs by partition, and stands here as in the commercial one. */
const principalText = (principal: unknown): string => textOf(principal).replaceAll('<AWS::URLSuffix>', 'amazonaws.com')

const literalsIn = (value: unknown): readonly string[] => list(value).filter((each) => typeof each === 'string')

export const statementsIn = (document: unknown): readonly Statement[] =>
  list(record(document).Statement).map((raw) => {
    const { Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = record(raw)
    return {
      effect: String(Effect),
      actions: literalsIn(Action),
      exceptActions: literalsIn(NotAction),
      resources: list(Resource),
      isInverted: NotAction !== undefined || NotResource !== undefined,
      principals: (isRecord(Principal) ? Object.values(Principal) : [Principal]).flatMap(list).map(principalText),
      isForTheRest: NotPrincipal !== undefined,
      condition: Object.keys(record(Condition)).length === 0 ? undefined : Condition,
    }
  })

/** Whether a pattern covers an ARN; `*` and `?` alone stand for others. Most patterns have neither, and need no expression. */
const covers = (pattern: string, arn: string): boolean =>
  pattern === arn || (/[*?]/.test(pattern) && expressionOf(pattern).test(arn))

const expressionOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  )

/** Whether a pattern covers an action: unlike ARNs, IAM's actions know no case. */
export const matches = (pattern: string, action: string): boolean => covers(pattern.toLowerCase(), action.toLowerCase())

/**
 * Resources on which statements together allow an action.
 *
 * What is denied outright is not allowed, whoever allows it: such a grant is useless. Any other denial is no fault. One on
 * a condition may never apply, and one of all but something is not read.
 *
 * @param applies whether an allowing statement's condition is met
 */
export const grantedOn = (
  statements: readonly Statement[],
  action: string,
  applies: (condition: unknown) => boolean,
): readonly unknown[] => {
  const about = statements.filter(({ actions }) => actions.some((pattern) => matches(pattern, action)))
  const denied = about
    .filter(({ effect, condition }) => effect === 'Deny' && condition === undefined)
    .flatMap(({ resources }) => resources.map(exactTextOf))
  return about
    .filter(({ effect, condition }) => effect === 'Allow' && applies(condition))
    .flatMap(({ resources }) => resources)
    .filter((resource) => !denied.some((pattern) => covers(pattern, exactTextOf(resource))))
}

/** Types of policies that stand beside a role, and the property that says whose they are. */
const ATTACHED = [
  ['IAM::Policy', 'Roles'],
  ['IAM::ManagedPolicy', 'Roles'],
  ['IAM::RolePolicy', 'RoleName'],
] as const

const attachedTo = (template: LintTemplate, { id, properties }: TemplateResource): readonly TemplateResource[] => [
  ...ATTACHED.flatMap(([type, owner]) =>
    template.of(type).filter((policy) => referencesIn(policy.properties[owner]).includes(id)),
  ),
  ...referencesIn(properties.ManagedPolicyArns).flatMap((policy) => template.byId(policy) ?? []),
]

/** Every statement that a role has, inline or by a policy attached to it. */
export const statementsOfRole = (template: LintTemplate, roleId: string): readonly Statement[] => {
  const role = template.byId(roleId)
  if (!role) return []
  const inline = list(role.properties.Policies).map((policy) => record(policy).PolicyDocument)
  const attached = attachedTo(template, role).map(({ properties }) => properties.PolicyDocument)
  return [...inline, ...attached].flatMap(statementsIn)
}

/** Types that say what an identity may do: of themselves by `Policies`, or of others by a document. */
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

/** Every identity policy's statement, by the resource that holds it. */
export const identityStatements = (template: LintTemplate): ReadonlyArray<readonly [string, Statement]> =>
  IDENTITY_POLICIES.flatMap((type) => template.of(type)).flatMap(({ id, properties }) =>
    [...list(properties.Policies).map((policy) => record(policy).PolicyDocument), properties.PolicyDocument]
      .flatMap(statementsIn)
      .map((statement) => [id, statement] as const),
  )

/** Types with a policy of their own, and the property that holds it, itself or as its `PolicyDocument`. */
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
      list(holder.properties.Replicas).map((replica) => [holder, record(replica).ResourcePolicy] as const),
    ),
  // It is a document of one statement itself, or in its old form that statement.
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

/** Every statement of a policy that a resource has of its own, by that resource. */
export const resourceStatements = (
  template: LintTemplate,
): ReadonlyArray<readonly [holder: TemplateResource, statement: Statement]> =>
  policiesOf(template).flatMap(([holder, document]) =>
    statementsIn(record(document).PolicyDocument ?? document).map((statement) => [holder, statement] as const),
  )

/** Whether a role has a policy that another template or AWS keeps, so that nobody can say here what it may not do. */
const isKeptElsewhere = (template: LintTemplate, role: TemplateResource | undefined): boolean =>
  !role || list(role.properties.ManagedPolicyArns).some((policy) => !resourceOf(template, policy))

/** Whether a statement's resource is one of this template, or a part of it; elsewhere what cannot be read is believed. */
const isOn = (template: LintTemplate, resource: unknown, id: string, part: string): boolean =>
  (targetOf(resource) === id && textOf(resource).endsWith(part)) ||
  (!template.isHouse && !resourceOf(template, resource))

/** Whether somebody else's statements allow all but something, which is believed to be something else. */
const allowsTheRest = (template: LintTemplate, statements: readonly Statement[]): boolean =>
  !template.isHouse && statements.some(({ effect, isInverted }) => effect === 'Allow' && isInverted)

/**
 * Whether a role allows an action on a resource of this template, or on a part of it. In our own house each grant names
 * its resource; elsewhere what cannot be read is believed.
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
    grantedOn(statements, action, () => true).some((resource) => isOn(template, resource, onResource, part))
  )
}

/** Whether a condition lets a resource in. Ours name it, so that nobody else's may come by the same service. */
const lets = (template: LintTemplate, condition: unknown, sourceId: string): boolean => {
  if (template.isHouse) return referencesIn(condition).includes(sourceId)
  const named = referencesIn(condition).filter((id) => template.byId(id))
  return named.length === 0 || named.includes(sourceId)
}

/** The statements of a document that are for a service, among others or with everybody. */
export const statementsFor = (document: unknown, principal: string): readonly Statement[] =>
  statementsIn(document).filter(({ principals }) => principals.includes(principal) || principals.includes('*'))

/** Whether the policy of a queue lets a service send to it. */
export const queueAllows = (template: LintTemplate, queueId: string, principal: string, sourceId: string): boolean => {
  const statements = ['SQS::QueuePolicy', 'SQS::QueueInlinePolicy']
    .flatMap((type) => template.of(type))
    .filter(({ properties }) => referencesIn(properties.Queues ?? properties.Queue).includes(queueId))
    .flatMap(({ properties }) => statementsFor(properties.PolicyDocument, principal))
  const granted = grantedOn(statements, 'sqs:SendMessage', (condition) => lets(template, condition, sourceId))
  return allowsTheRest(template, statements) || granted.some((resource) => isOn(template, resource, queueId, ''))
}

/**
 * Whether a topic lets a service publish on behalf of this account. A topic without a policy does: SNS gives it one that
 * lets in whatever belongs to its owner.
 */
export const topicAllows = (template: LintTemplate, topicId: string, principal: string): boolean => {
  const policies = template
    .of('SNS::TopicPolicy')
    .filter(({ properties }) => referencesIn(properties.Topics).includes(topicId))
  const statements = policies.flatMap(({ properties }) => statementsFor(properties.PolicyDocument, principal))
  const granted = grantedOn(
    statements,
    'sns:Publish',
    (condition) => !template.isHouse || referencesIn(condition).includes('AWS::AccountId'),
  )
  return (
    policies.length === 0 ||
    allowsTheRest(template, statements) ||
    granted.some((resource) => isOn(template, resource, topicId, ''))
  )
}

/**
 * Whether a function may be called by a service on behalf of a resource.
 *
 * @param part what the resource's ARN ends with, such as a route of an API; any if left out
 */
export const functionAllows = (
  template: LintTemplate,
  { id, properties: called }: TemplateResource,
  principal: string,
  sourceId: string,
  part = '',
): boolean =>
  template
    .of('Lambda::Permission')
    .some(
      ({ properties: { FunctionName, Action, Principal, SourceArn } }) =>
        (targetOf(FunctionName) === id ||
          (called.FunctionName !== undefined && FunctionName === called.FunctionName)) &&
        matches(String(Action), 'lambda:InvokeFunction') &&
        [principal, '*'].includes(principalText(Principal)) &&
        lets(template, SourceArn, sourceId) &&
        textOf(SourceArn).endsWith(part),
    )
