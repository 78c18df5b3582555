import {
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
  readonly resources: readonly unknown[]
  /** Whether it allows or denies all but what it names, by `NotAction` or `NotResource`. */
  readonly isInverted: boolean
  readonly principals: readonly string[]
  readonly condition: unknown
}

export const statementsIn = (document: unknown): readonly Statement[] =>
  list(record(document).Statement).map((raw) => {
    const { Effect, Action, NotAction, Resource, NotResource, Principal, Condition } = record(raw)
    return {
      effect: String(Effect),
      actions: list(Action ?? NotAction).filter((action) => typeof action === 'string'),
      resources: list(Resource ?? NotResource),
      isInverted: NotAction !== undefined || NotResource !== undefined,
      principals: isRecord(Principal)
        ? Object.values(Principal).flatMap((each) => list(each).map(textOf))
        : list(Principal).map(String),
      condition: Condition,
    }
  })

/** Whether an action's pattern covers an action; IAM knows no case, and `*` and `?` alone stand for others. */
export const matchesAction = (pattern: string, action: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'i',
  ).test(action)

const allows = ({ effect, actions }: Statement, action: string): boolean =>
  effect === 'Allow' && actions.some((pattern) => matchesAction(pattern, action))

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

/** Whether a role has a policy that another template or AWS keeps, so that nobody can say here what it may not do. */
const isKeptElsewhere = (template: LintTemplate, role: TemplateResource | undefined): boolean =>
  !role || list(role.properties.ManagedPolicyArns).some((policy) => !resourceOf(template, policy))

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
): boolean =>
  (!template.isHouse && isKeptElsewhere(template, template.byId(roleId))) ||
  statementsOfRole(template, roleId).some(
    (statement) =>
      (allows(statement, action) &&
        statement.resources.some(
          (resource) =>
            (targetOf(resource) === onResource && textOf(resource).endsWith(part)) ||
            (!template.isHouse && !resourceOf(template, resource)),
        )) ||
      (!template.isHouse && statement.effect === 'Allow' && statement.isInverted),
  )

/** Whether a condition lets a resource in. Ours name it, so that nobody else's may come by the same service. */
const lets = (template: LintTemplate, condition: unknown, sourceId: string): boolean => {
  if (template.isHouse) return referencesIn(condition).includes(sourceId)
  const named = referencesIn(condition).filter((id) => template.byId(id))
  return named.length === 0 || named.includes(sourceId)
}

/** Whether the policy of a queue lets a service send to it. */
export const queueAllows = (template: LintTemplate, queueId: string, principal: string, sourceId: string): boolean =>
  ['SQS::QueuePolicy', 'SQS::QueueInlinePolicy']
    .flatMap((type) => template.of(type))
    .filter(({ properties }) => referencesIn(properties.Queues ?? properties.Queue).includes(queueId))
    .flatMap(({ properties }) => statementsIn(properties.PolicyDocument))
    .some(
      (statement) =>
        allows(statement, 'sqs:SendMessage') &&
        statement.resources.some(
          (resource) => targetOf(resource) === queueId || (!template.isHouse && !resourceOf(template, resource)),
        ) &&
        isFor(statement, principal) &&
        lets(template, statement.condition, sourceId),
    )

const isFor = ({ principals }: Statement, principal: string): boolean =>
  principals.includes(principal) || principals.includes('*')

/**
 * Whether a topic lets a service publish on behalf of this account. A topic without a policy does: SNS gives it one that
 * lets in whatever belongs to its owner.
 */
export const topicAllows = (template: LintTemplate, topicId: string, principal: string): boolean => {
  const policies = template
    .of('SNS::TopicPolicy')
    .filter(({ properties }) => referencesIn(properties.Topics).includes(topicId))
  return (
    policies.length === 0 ||
    policies
      .flatMap(({ properties }) => statementsIn(properties.PolicyDocument))
      .some(
        (statement) =>
          allows(statement, 'sns:Publish') &&
          statement.resources.some(
            (resource) => targetOf(resource) === topicId || (!template.isHouse && !resourceOf(template, resource)),
          ) &&
          isFor(statement, principal) &&
          (!template.isHouse || referencesIn(statement.condition).includes('AWS::AccountId')),
      )
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
        matchesAction(String(Action), 'lambda:InvokeFunction') &&
        [principal, '*'].includes(textOf(Principal)) &&
        lets(template, SourceArn, sourceId) &&
        textOf(SourceArn).endsWith(part),
    )
