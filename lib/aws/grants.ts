import { Stack } from 'aws-cdk-lib'
import { tables as shapes, type TableName } from '../../functions/stores/tables.ts'
import { type Access, access } from './access.ts'
import type { Api } from './api.ts'
import type { Identity } from './identity.ts'
import type { Messaging } from './messaging.ts'
import { modelResources } from './model.ts'
import type { Secrets } from './secrets.ts'
import { type Settings, stagedName } from './settings.ts'
import type { Site } from './site.ts'
import type { Socket } from './socket.ts'
import { SupportFunction } from './support-function.ts'
import type { Tables } from './tables.ts'

/** The constructs whose resources functions use. */
export interface Rooms {
  readonly settings: Settings
  readonly tables: Tables
  readonly secrets: Secrets
  readonly messaging: Messaging
  readonly socket: Socket
  readonly identity: Identity
  readonly api: Api
  readonly site: Site
}

/** Name of the stage's dashboard in CloudWatch. */
export const dashboardName = (settings: Settings): string => stagedName(settings)

/** Every table that a row of `access.ts` may name; `Object.keys` would only return strings. */
export const TABLES = Object.keys(shapes) as readonly TableName[]

/** `AgentLoad` becomes `AGENT_LOAD`. */
export const settingName = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()

/** Gives every function of the stack the permissions and settings of its row in `access.ts`, in one step. */
export const openRooms = (stack: Stack, rooms: Rooms): void => {
  for (const construct of stack.node.findAll()) {
    if (construct instanceof SupportFunction) open(construct, access[construct.supportName], rooms)
  }
}

const open = (fn: SupportFunction, may: Access, rooms: Rooms): void => {
  const { settings, site } = rooms
  fn.addSettings({
    VERSION: settings.version,
    INDEX_SHARDS: String(settings.indexShards),
    RATE_LIMIT: String(settings.rateLimit),
    SITE_URL: site.url,
    // Logs and metrics carry it, which keeps the figures of stages in one account apart.
    POWERTOOLS_SERVICE_NAME: stagedName(settings),
    ...(may.namesDashboard && { DASHBOARD_NAME: dashboardName(settings) }),
  })
  openTables(fn, may, rooms)
  openMessaging(fn, may, rooms)
  openPeople(fn, may, rooms)
  openModelAndMail(fn, may, rooms)
}

const openTables = (fn: SupportFunction, may: Access, { tables }: Rooms): void => {
  for (const name of TABLES) {
    const actions = may[name] ?? []
    if (actions.length === 0) continue
    const { tableArn, tableName } = tables.byName[name]
    const onTable = actions.filter((action) => !action.startsWith('Query '))
    const indexes = actions
      .filter((action) => action.startsWith('Query '))
      .map((action) => action.slice('Query '.length))
    if (onTable.length > 0)
      fn.allow(
        onTable.map((action) => `dynamodb:${action}`),
        [tableArn],
      )
    if (indexes.length > 0)
      fn.allow(
        ['dynamodb:Query'],
        indexes.map((index) => `${tableArn}/index/${index}`),
      )
    fn.addSettings({ [`${settingName(name)}_TABLE`]: tableName })
  }
}

const openMessaging = (fn: SupportFunction, may: Access, { messaging, secrets, socket }: Rooms): void => {
  for (const name of may.rings ?? []) {
    const { queueArn, queueUrl } = messaging.queues[name]
    fn.allow(['sqs:SendMessage'], [queueArn])
    fn.addSettings({ [`${settingName(name)}_URL`]: queueUrl })
  }
  if (may.refusesIntake) {
    fn.allow(['sqs:SendMessage'], [messaging.intakeDeadLetters.queueArn])
    fn.addSettings({ INTAKE_DLQ_URL: messaging.intakeDeadLetters.queueUrl })
  }
  for (const name of may.secrets ?? []) {
    const { secretArn } = secrets.byName[name]
    fn.allow(['secretsmanager:GetSecretValue'], [secretArn])
    fn.addSettings({ [`${settingName(name)}_ARN`]: secretArn })
  }
  if (may.publishes) {
    fn.allow(['events:PutEvents'], [messaging.bus.eventBusArn])
    fn.addSettings({ EVENT_BUS_NAME: messaging.bus.eventBusName })
  }
  if (may.sockets) {
    fn.allow(
      ['execute-api:ManageConnections'],
      may.sockets.map((method) => socket.connectionsArn(method)),
    )
    fn.addSettings({ SOCKET_ENDPOINT: socket.callbackUrl })
    for (const method of may.sockets) {
      fn.acknowledge(
        `AwsSolutions-IAM5[Resource::arn:aws:execute-api:us-east-1:<AWS::AccountId>:<SocketApi>/ws/${method}/@connections/*]`,
        'connection ids are only known once people connect',
      )
    }
  }
}

const openPeople = (fn: SupportFunction, may: Access, { identity }: Rooms): void => {
  if (may.pool)
    fn.allow(
      may.pool.map((action) => `cognito-idp:${action}`),
      [identity.pool.userPoolArn],
    )
  if (may.pool || may.knowsPool) {
    fn.addSettings({
      USER_POOL_ID: identity.pool.userPoolId,
      USER_POOL_CLIENT_ID: identity.client.userPoolClientId,
    })
  }
}

const openModelAndMail = (fn: SupportFunction, may: Access, { settings }: Rooms): void => {
  const { account, region } = Stack.of(fn)
  if (may.model) {
    const { modelId } = settings
    fn.allow(['bedrock:InvokeModel'], modelResources(modelId, account))
    fn.addSettings({ MODEL_PROVIDER: 'bedrock', MODEL_ID: modelId })
  }
  const { mailDomain, mailSender } = settings
  if (may.mails && mailSender !== undefined) {
    const mine = `arn:aws:ses:${region}:${account}`
    // An identity that is not ours may have a configuration set of any name, and SES checks permission for that too.
    const isForeign = mailDomain?.identity === 'existing'
    fn.allow(['ses:SendEmail'], [`${mine}:identity/*`, ...(isForeign ? [`${mine}:configuration-set/*`] : [])], {
      StringEquals: { 'ses:FromAddress': mailSender },
    })
    fn.acknowledge(
      'AwsSolutions-IAM5[Resource::arn:aws:ses:us-east-1:<AWS::AccountId>:identity/*]',
      "in its sandbox SES asks about the recipient's identity as well, which may be anybody's; the sender is fixed",
    )
    if (isForeign) {
      fn.acknowledge(
        'AwsSolutions-IAM5[Resource::arn:aws:ses:us-east-1:<AWS::AccountId>:configuration-set/*]',
        'the identity is not ours, and may have a configuration set of any name; the sender is fixed',
      )
    }
    fn.addSettings({ MAIL_FROM: mailSender })
  }
}
