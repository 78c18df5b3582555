import { isRecord, type LintTemplate, list, record, referencesIn, targetOf, textOf } from './template.ts'

export interface Statement {
  readonly effect: string
  readonly actions: readonly string[]
  readonly resources: readonly unknown[]
  readonly principals: readonly string[]
  readonly condition: unknown
}

const statementsIn = (document: unknown): readonly Statement[] =>
  list(record(document).Statement).map((raw) => {
    const { Effect, Action, Resource, Principal, Condition } = record(raw)
    return {
      effect: String(Effect),
      actions: list(Action).map(String),
      resources: list(Resource),
      principals: isRecord(Principal)
        ? Object.values(Principal).flatMap((each) => list(each).map(textOf))
        : list(Principal).map(String),
      condition: Condition,
    }
  })

/** Every statement that a role has, inline or by a policy attached to it. */
export const statementsOfRole = (template: LintTemplate, roleId: string): readonly Statement[] => {
  const inline = list(template.byId(roleId)?.properties.Policies).map((policy) => record(policy).PolicyDocument)
  const attached = template
    .of('IAM::Policy')
    .filter(({ properties }) => referencesIn(properties.Roles).includes(roleId))
    .map(({ properties }) => properties.PolicyDocument)
  return [...inline, ...attached].flatMap(statementsIn)
}

/** Every identity policy's statement, by the resource that holds it. */
export const identityStatements = (template: LintTemplate): ReadonlyArray<readonly [string, Statement]> => [
  ...template.of('IAM::Role').flatMap(({ id, properties }) =>
    list(properties.Policies)
      .flatMap((policy) => statementsIn(record(policy).PolicyDocument))
      .map((statement) => [id, statement] as const),
  ),
  ...template
    .of('IAM::Policy')
    .flatMap(({ id, properties }) =>
      statementsIn(properties.PolicyDocument).map((statement) => [id, statement] as const),
    ),
]

/** Whether a role allows an action on a resource of this template, or on a part of it. */
export const roleAllows = (
  template: LintTemplate,
  roleId: string,
  action: string,
  onResource: string,
  part = '',
): boolean =>
  statementsOfRole(template, roleId).some(
    ({ effect, actions, resources }) =>
      effect === 'Allow' &&
      actions.includes(action) &&
      resources.some((resource) => targetOf(resource) === onResource && textOf(resource).endsWith(part)),
  )

/** Whether the policy of a queue lets a service send to it. */
export const queueAllows = (template: LintTemplate, queueId: string, principal: string, sourceId: string): boolean =>
  template
    .of('SQS::QueuePolicy')
    .filter(({ properties }) => referencesIn(properties.Queues).includes(queueId))
    .flatMap(({ properties }) => statementsIn(properties.PolicyDocument))
    .some(
      ({ effect, actions, principals, condition }) =>
        effect === 'Allow' &&
        actions.includes('sqs:SendMessage') &&
        principals.includes(principal) &&
        referencesIn(condition).includes(sourceId),
    )

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
        ({ effect, actions, resources, principals, condition }) =>
          effect === 'Allow' &&
          actions.includes('sns:Publish') &&
          resources.some((resource) => targetOf(resource) === topicId) &&
          principals.includes(principal) &&
          referencesIn(condition).includes('AWS::AccountId'),
      )
  )
}

/** Whether a function may be called by a service on behalf of a resource. */
export const functionAllows = (
  template: LintTemplate,
  functionId: string,
  principal: string,
  sourceId: string,
): boolean =>
  template
    .of('Lambda::Permission')
    .some(
      ({ properties }) =>
        targetOf(properties.FunctionName) === functionId &&
        properties.Action === 'lambda:InvokeFunction' &&
        properties.Principal === principal &&
        referencesIn(properties.SourceArn).includes(sourceId),
    )
