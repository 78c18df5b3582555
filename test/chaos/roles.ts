import { basename, dirname } from 'node:path'
import { ACCOUNT, type NeededRight, REGION } from '../../lib/local/aws-service.ts'
import { addressIn } from '../../lib/local/mailbox/message.ts'
import { modelResourcesOf } from '../../lib/local/model.ts'
import type { RequestContext } from '../../lib/local/permissions/iam-policy.ts'
import { type AllowedCall, permissionsOf } from '../../lib/local/permissions.ts'
import { tableRights } from '../../lib/local/tables/operations.ts'
import { readTemplate } from '../../lib/local/template.ts'

type Settings = Readonly<Record<string, string>>
type Input = Readonly<Record<string, unknown>>

interface Right extends NeededRight {
  readonly context?: RequestContext
}

/** A function's role and environment in the template. */
export interface Role {
  /** Logical id of the function. */
  readonly functionId: string
  readonly settings: Settings
  /** The role's logical id. */
  readonly name: string
  readonly allows: (right: Right) => boolean
}

/** The role of a file such as `functions/events/assign-ticket.ts`. @throws Error if the template has no such function */
export type Roles = (path: string) => Role

/** Checks the calls of one world against the roles. */
export interface Guard {
  /** @throws IAM's error if the function's role does not allow the call; Error if the service's rights are unknown */
  readonly admit: (path: string, service: string, operation: string, input: object) => void
  /** Every different call that was refused, as a line. */
  readonly refused: () => readonly string[]
  /** Every different call that was allowed. */
  readonly allowed: () => readonly AllowedCall[]
}

const bundleOf = (path: string): string => {
  const name = basename(path, '.ts')
  return dirname(path) === 'functions/api' ? `api-${name}` : name
}

/** Reads the roles of a synthesized template, by the same rules as the local host. @param text the template's JSON */
export const readRoles = (text: string): Roles => {
  const template = readTemplate(JSON.parse(text), {
    awsPort: () => 0,
    localUrl: (url) => url,
    dynamicReference: (reference) => reference,
  })
  const permissions = permissionsOf(template)
  const functions = new Map(
    template.resourcesOf('AWS::Lambda::Function').map((each) => [each.metadata['local:bundle'], each] as const),
  )
  const roles = new Map<string, Role>()
  const read = (path: string): Role => {
    const { logicalId, properties } = functions.get(bundleOf(path)) ?? {}
    if (logicalId === undefined) throw new Error(`the template has no function of ${path}`)
    const { Variables } = template.resolve(properties?.Environment) as { readonly Variables: Settings }
    return {
      functionId: logicalId,
      settings: Variables,
      name: permissions.roleNameOf(logicalId) ?? '',
      allows: ({ action, resource, context }) => permissions.isAllowed(logicalId, action, resource, context),
    }
  }
  return (path) => {
    const role = roles.get(path) ?? read(path)
    roles.set(path, role)
    return role
  }
}

const arn = (service: string, resource: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`

/** The API's names of operations that the document client names differently, except those in transactions. */
const TABLE_OPERATIONS: Readonly<Record<string, string>> = {
  BatchGet: 'BatchGetItem',
  BatchWrite: 'BatchWriteItem',
  Query: 'Query',
  Scan: 'Scan',
}

/** The rights of a table operation; a single one needs the same as in a transaction of its own. */
const rightsOnTables = (operation: string, input: Input): readonly Right[] => {
  const called = TABLE_OPERATIONS[operation]
  return called === undefined
    ? tableRights('TransactWriteItems', { TransactItems: [{ [operation]: input }] })
    : tableRights(called, input)
}

/** The rights that each service requires for a call. */
const RIGHTS: Readonly<Record<string, (operation: string, input: Input, settings: Settings) => readonly Right[]>> = {
  DynamoDB: rightsOnTables,
  SQS: (operation, { QueueUrl }) => [
    { action: `sqs:${operation}`, resource: arn('sqs', String(QueueUrl).slice(String(QueueUrl).lastIndexOf('/') + 1)) },
  ],
  EventBridge: (operation, { Entries }) =>
    (Entries as readonly { readonly EventBusName: string }[]).map(({ EventBusName }) => ({
      action: `events:${operation}`,
      resource: arn('events', `event-bus/${EventBusName}`),
    })),
  Bedrock: (_operation, { modelId }) =>
    modelResourcesOf(String(modelId)).map((resource) => ({ action: 'bedrock:InvokeModel', resource })),
  Mail: (operation, { FromEmailAddress }) => {
    const from = addressIn(String(FromEmailAddress))
    const resource = arn('ses', `identity/${from.slice(from.lastIndexOf('@') + 1)}`)
    return [{ action: `ses:${operation}`, resource, context: { 'ses:FromAddress': from } }]
  },
  Socket: (operation, { ConnectionId }, { SOCKET_ENDPOINT = '' }) => {
    const [, api, stage] = /^https:\/\/([^.]+)\.[^/]+\/(\w+)/.exec(SOCKET_ENDPOINT) ?? []
    const method = operation.startsWith('Delete') ? 'DELETE' : 'POST'
    const resource = arn('execute-api', `${api}/${stage}/${method}/@connections/${ConnectionId}`)
    return [{ action: 'execute-api:ManageConnections', resource }]
  },
  Identity: (operation, { UserPoolId }) => [
    { action: `cognito-idp:${operation}`, resource: arn('cognito-idp', `userpool/${UserPoolId}`) },
  ],
  Secrets: (operation, { SecretId }) => [{ action: `secretsmanager:${operation}`, resource: String(SecretId) }],
}

/** Inputs that name a call's resource; a socket's connection is left out, since no role names one. */
const RESOURCES = [
  'TableName',
  'IndexName',
  'QueueUrl',
  'SecretId',
  'modelId',
  'FromEmailAddress',
  'UserPoolId',
] as const

/** A key for a function's calls: calls with the same key need the same rights. */
const keyOf = (service: string, operation: string, input: Input): string => {
  const { RequestItems, Entries } = input
  const tables = RequestItems ? Object.keys(RequestItems) : []
  const buses = service === 'EventBridge' ? (Entries as readonly Input[]).map(({ EventBusName }) => EventBusName) : []
  return [service, operation, ...RESOURCES.map((name) => input[name]), ...tables, ...new Set(buses)].join(' ')
}

/** The entries of a transaction as single operations; any other operation as it is. */
const partsOf = (operation: string, input: Input): readonly (readonly [string, Input])[] => {
  const entries = input.TransactItems as readonly Readonly<Record<string, Input>>[] | undefined
  return entries ? entries.flatMap((entry) => Object.entries(entry)) : [[operation, input]]
}

interface Verdict {
  readonly missing: Right | undefined
  readonly calls: readonly AllowedCall[]
}

const judge = (role: Role, service: string, operation: string, input: Input): Verdict => {
  const rightsOf = RIGHTS[service]
  if (!rightsOf) throw new Error(`nobody has said what rights a call of ${service} needs`)
  const rights = rightsOf(operation, input, role.settings)
  return {
    missing: rights.find((right) => !role.allows(right)),
    calls: rights.map(({ action, resource }) => ({ policy: role.name, action, resource, source: null })),
  }
}

/** Checks calls against the functions' roles. Results are cached, since a run repeats a call thousands of times. */
export const newGuard = (roles: Roles): Guard => {
  const verdicts = new Map<string, Map<string, Verdict>>()

  const verdictOn = (path: string, service: string, operation: string, input: Input): Verdict => {
    const own = verdicts.get(path) ?? new Map<string, Verdict>()
    verdicts.set(path, own)
    const key = keyOf(service, operation, input)
    const verdict = own.get(key) ?? judge(roles(path), service, operation, input)
    own.set(key, verdict)
    return verdict
  }
  const all = () => [...verdicts].flatMap(([path, own]) => [...own.values()].map((verdict) => ({ path, ...verdict })))

  return {
    admit: (path, service, operation, input) => {
      for (const [each, part] of partsOf(operation, input as Input)) {
        const { missing } = verdictOn(path, service, each, part)
        if (!missing) continue
        const { functionId } = roles(path)
        throw Object.assign(new Error(`${functionId} is not authorized to perform: ${missing.action}`), {
          name: 'AccessDeniedException',
          $metadata: {},
        })
      }
    },
    refused: () =>
      all().flatMap(({ path, missing }) =>
        missing ? [`${roles(path).functionId} may not ${missing.action} on ${missing.resource}`] : [],
      ),
    allowed: () => all().flatMap(({ missing, calls }) => (missing ? [] : calls)),
  }
}
