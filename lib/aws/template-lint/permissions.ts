import { type Access, access, type FunctionName } from '../access.ts'
import { TABLES } from '../grants.ts'
import { recordOf } from '../json-record.ts'
import { consumers } from '../messaging.ts'
import { modelResources } from '../model.ts'
import { isNoArn } from './arns.ts'
import { sourceKindOf } from './event-sources.ts'
import { identityStatements, resourceStatements, roleAllows, statementsOfRole } from './policies.ts'
import { grantedOn } from './statements.ts'
import {
  exactTextOf,
  type Fault,
  faultsOf,
  isOurs,
  isSwitchedOff,
  type LintTemplate,
  type Rule,
  referencesIn,
  resourceOf,
  type TemplateResource,
  targetOf,
  textOf,
} from './template.ts'

/** Actions that do not support resources, so that a policy can only name `*`. */
const WITHOUT_RESOURCES = new Set(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'])

/** Actions by which a row of a table can be deleted. */
const DELETING = /^dynamodb:(?:DeleteItem|BatchWriteItem|PartiQL\w+)$/

/** Roles of our own functions, and of schedules. */
const ownRoles = (template: LintTemplate): ReadonlySet<string> =>
  new Set([
    ...template.resources.filter(isOurs).flatMap(({ properties }) => referencesIn(properties.Role)),
    ...template
      .of('Scheduler::Schedule')
      .flatMap(({ properties }) => referencesIn(recordOf(properties.Target).RoleArn)),
  ])

/** Whether a role or policy belongs to one of the given roles, inline or attached. */
const isOf = (template: LintTemplate, id: string, roles: ReadonlySet<string>): boolean => {
  const { Roles, RoleName } = template.byId(id)?.properties ?? {}
  return [id, ...referencesIn([Roles, RoleName])].some((role) => roles.has(role))
}

/**
 * Our roles are granted single actions on named resources, no `NotAction` or `NotResource`, and no deletion of events.
 */
export const wildcards: Rule = (template) => {
  const own = ownRoles(template)
  return identityStatements(template)
    .filter(([id]) => isOf(template, id, own))
    .flatMap(([id, { actions, resources, effect, isInverted }]): Fault[] => {
      const { faults, fault } = faultsOf(id)
      if (isInverted) fault('inverted-statement', 'is about all actions or resources but those it names')
      if (effect !== 'Allow') return faults
      const isOnAll = resources.some((resource) => textOf(resource) === '*')
      const isOnTickets = resources.some((resource) => exactTextOf(resource) === '<Tickets>')
      for (const action of actions) {
        if (action.includes('*')) fault('wildcard-action', `is allowed ${action}`)
        if (isOnAll && !WITHOUT_RESOURCES.has(action)) fault('wildcard-resource', `is allowed ${action} on everything`)
        if (isOnTickets && DELETING.test(action)) fault('append-only', `could delete events: ${action}`)
      }
      return faults
    })
}

interface Need {
  readonly action: string
  readonly onResource: string
  readonly part?: string
}

const needsOf = (row: Access): readonly Need[] => [
  ...TABLES.flatMap((table) =>
    (row[table] ?? []).map(
      (action: string): Need =>
        action.startsWith('Query ')
          ? { action: 'dynamodb:Query', onResource: table, part: `/index/${action.slice('Query '.length)}` }
          : { action: `dynamodb:${action}`, onResource: table },
    ),
  ),
  ...(row.rings ?? []).map((queue) => ({ action: 'sqs:SendMessage', onResource: queue })),
  ...(row.refusesIntake ? [{ action: 'sqs:SendMessage', onResource: 'AcceptTicketDeadLetters' }] : []),
  ...(row.secrets ?? []).map((secret) => ({ action: 'secretsmanager:GetSecretValue', onResource: secret })),
  ...(row.publishes ? [{ action: 'events:PutEvents', onResource: 'Bus' }] : []),
  ...(row.pool ?? []).map((action) => ({ action: `cognito-idp:${action}`, onResource: 'UserPool' })),
  ...(row.sockets ?? []).map((method) => ({
    action: 'execute-api:ManageConnections',
    onResource: 'SocketApi',
    part: `/${method}/@connections/*`,
  })),
]

/** Each function has every grant of its row in `access.ts`. */
export const missingGrants: Rule = (template) =>
  template.resources.filter(isOurs).flatMap((fn): Fault[] => {
    const row: Access | undefined = access[fn.metadata['local:bundle'] as FunctionName]
    const role = targetOf(fn.properties.Role) ?? ''
    if (!row) return [{ id: fn.id, rule: 'unknown-function', says: 'has no row in lib/aws/access.ts' }]
    return needsOf(row)
      .filter(
        ({ action, onResource, part }) => !roleAllows(template, role, action, onResource, part ?? `<${onResource}>`),
      )
      .map(({ action, onResource, part }) => ({
        id: fn.id,
        rule: 'missing-grant',
        says: `may not ${action} on ${onResource}${part ?? ''}`,
      }))
  })

/** Grants that a function needs because of a setting, on the resources that the service checks. */
const SERVICE_NEEDS: ReadonlyArray<
  readonly [setting: string, action: string, onResources: (value: string) => readonly string[]]
> = [
  ['MODEL_ID', 'bedrock:InvokeModel', (modelId) => modelResources(modelId, '<AWS::AccountId>')],
  // The sender's identity, and in SES's sandbox the recipient's as well.
  ['MAIL_FROM', 'ses:SendEmail', () => [':identity/*']],
]

/** Whether our functions meet a grant's condition: the only one known is the address that mails are sent from. */
const isMet = (condition: unknown): boolean =>
  Object.values(recordOf(condition))
    .flatMap((keys) => Object.keys(recordOf(keys)))
    .every((key) => key === 'ses:FromAddress')

export const missingServiceGrants: Rule = (template) =>
  template.resources.filter(isOurs).flatMap((fn): Fault[] => {
    const settings = recordOf(recordOf(fn.properties.Environment).Variables)
    const granted = (action: string): readonly string[] =>
      grantedOn(statementsOfRole(template, targetOf(fn.properties.Role) ?? ''), action, isMet).map(textOf)
    const missing = (action: string, onResources: readonly string[]): readonly Fault[] =>
      onResources
        .filter((part) => !granted(action).some((resource) => resource.includes(part)))
        .map((part) => ({ id: fn.id, rule: 'missing-grant', says: `may not ${action} on any ${part || 'resource'}` }))
    return [
      ...SERVICE_NEEDS.flatMap(([setting, action, onResources]) =>
        settings[setting] === undefined ? [] : missing(action, onResources(textOf(settings[setting]))),
      ),
      ...missing('logs:CreateLogStream', ['']),
      ...missing('logs:PutLogEvents', ['']),
    ]
  })

const STREAM_ACTIONS = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
]
const QUEUE_ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']

/** The role of a mapping's function may read the source and send to the destination of failures. */
export const mappingGrants: Rule = (template) =>
  template.of('Lambda::EventSourceMapping').flatMap(({ id, properties }): Fault[] => {
    const called = resourceOf(template, properties.FunctionName)
    const role = resourceOf(template, called?.properties.Role)
    if (!called || !role) return []
    const source = resourceOf(template, properties.EventSourceArn)
    const reads = source && readingActions(template, source, properties.EventSourceArn)
    const needs = [
      ...(reads ?? []).map((action) => [action, source?.id ?? ''] as const),
      ...sendingNeeds(template, properties.DestinationConfig),
    ]
    return needs
      .filter(([action, onResource]) => !roleAllows(template, role.id, action, onResource))
      .map(([action, onResource]) => ({
        id,
        rule: 'missing-grant',
        says: `${called.id} may not ${action} on ${onResource}`,
      }))
  })

const TABLE_TYPES = new Set(['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'])

const readingActions = (template: LintTemplate, source: TemplateResource, arn: unknown): readonly string[] => {
  if (sourceKindOf(template, arn) === 'queue') return QUEUE_ACTIONS
  return TABLE_TYPES.has(source.type) ? STREAM_ACTIONS : []
}

/** Grants that sending failures to queues and topics of this template needs. */
const sendingNeeds = (
  template: LintTemplate,
  destination: unknown,
): ReadonlyArray<readonly [action: string, onResource: string]> =>
  referencesIn(destination).flatMap((id) => {
    const action = SENDING_ACTIONS.get(template.byId(id)?.type ?? '')
    return action === undefined ? [] : [[action, id] as const]
  })

const SENDING_ACTIONS: ReadonlyMap<string, string> = new Map([
  ['AWS::SQS::Queue', 'sqs:SendMessage'],
  ['AWS::SNS::Topic', 'sns:Publish'],
])

/** A function's role may send to its dead-letter queue or topic. */
export const deadLetterGrants: Rule = (template) =>
  template.of('Lambda::Function').flatMap(({ id, properties }): Fault[] => {
    const role = resourceOf(template, properties.Role)
    return sendingNeeds(template, properties.DeadLetterConfig)
      .filter(([action, onResource]) => role && !roleAllows(template, role.id, action, onResource))
      .map(([action, onResource]) => ({ id, rule: 'missing-grant', says: `may not ${action} on ${onResource}` }))
  })

/** Every queue of `consumers` is read by an enabled mapping. */
export const unfedConsumers: Rule = (template) =>
  Object.entries(consumers)
    .filter(
      ([queue]) =>
        !template
          .of('Lambda::EventSourceMapping')
          .some(
            ({ properties }) => targetOf(properties.EventSourceArn) === queue && !isSwitchedOff(properties.Enabled),
          ),
    )
    .map(([id, { consumer }]) => ({ id, rule: 'unread-queue', says: `${consumer} does not read it` }))

/** A statement that names no action or no resource grants nothing. */
export const emptyStatements: Rule = (template) =>
  identityStatements(template)
    .filter(
      ([, { actions, resources, isInverted, isUnread }]) =>
        !isInverted && !isUnread && (actions.length === 0 || resources.length === 0),
    )
    .map(([id]) => ({ id, rule: 'empty-statement', says: 'has a statement that says nothing' }))

/** Policies name resources by ARNs: with a name or URL IAM refuses the policy, or the grant has no effect. */
export const namedGrants: Rule = (template) =>
  identityStatements(template).flatMap(([id, { resources }]) =>
    resources
      .filter((resource) => isNoArn(template, resource))
      .map(
        (resource): Fault => ({
          id,
          rule: 'grant-name',
          says: `names ${targetOf(resource)} by something other than its ARN`,
        }),
      ),
  )

/** Types of resources that may be public on purpose, such as the bucket of a site. */
const PUBLIC_TYPES = new Set([
  'AWS::S3::BucketPolicy',
  'AWS::ApiGateway::RestApi',
  'AWS::EC2::VPCEndpoint',
  'AWS::ECR::Repository',
  'AWS::EFS::FileSystem',
])

/** Whether a principal is everybody: `*`, or any account by a wildcard. */
const isEverybody = (principal: string): boolean => principal === '*' || /^arn:[^:]+:iam::\*:/.test(principal)

/**
 * A resource policy does not allow everybody without a condition, which would open a role, a queue or a secret to every
 * AWS account. Allowing by `NotPrincipal` counts as everybody, whatever the condition: it is meant for denials.
 */
export const openPolicies: Rule = (template) =>
  resourceStatements(template).flatMap(([{ id, type }, { effect, principals, isForTheRest, condition }]): Fault[] => {
    if (effect !== 'Allow') return []
    if (isForTheRest) return [{ id, rule: 'open-policy', says: 'lets everybody in but those it names' }]
    const mayBePublic = !template.isHouse && PUBLIC_TYPES.has(type)
    return !mayBePublic && principals.some(isEverybody) && condition === undefined
      ? [{ id, rule: 'open-policy', says: 'lets everybody in' }]
      : []
  })

/**
 * A grant to send mails is limited to one sender address; its resources are all identities, because of SES's sandbox.
 */
export const openSenders: Rule = (template) =>
  identityStatements(template)
    .filter(
      ([, { effect, actions, condition }]) =>
        effect === 'Allow' &&
        actions.includes('ses:SendEmail') &&
        recordOf(recordOf(condition).StringEquals)['ses:FromAddress'] === undefined,
    )
    .map(([id]) => ({ id, rule: 'open-sender', says: 'may send mails in any name' }))
