import { GoneException } from '@aws-sdk/client-apigatewaymanagementapi'
import { ThrottlingException } from '@aws-sdk/client-bedrock-runtime'
import { UserNotFoundException } from '@aws-sdk/client-cognito-identity-provider'
import { TooManyRequestsException } from '@aws-sdk/client-sesv2'
import { RECORD_TRIAGE } from '../../functions/domain/triage/prompt.ts'
import type { Bus, BusEntry } from './bus.ts'
import { throttled as databaseThrottled } from './database/errors.ts'
import type { DatabaseModel } from './database-model.ts'
import type { Faults } from './faults.ts'
import type { NetworkCaller, Service } from './network.ts'
import type { Queues } from './queues.ts'
import type { Random } from './random.ts'
import type { Timeline } from './timeline.ts'

/** A mail that SES accepted. */
export interface SentMail {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** A message to a socket. */
export interface Told {
  readonly connection: string
  /** The database's count of changes at that time. */
  readonly moment: number
  readonly message: {
    readonly event: string
    readonly ticket_id?: string
    readonly seq?: number
    readonly data: unknown
  }
}

/** Everything that left the system, and the open sockets. */
export interface Outside {
  readonly mails: SentMail[]
  readonly told: Told[]
  readonly openSockets: Set<string>
  /** The user of each socket, and the moment of the database at which it was admitted; includes closed sockets. */
  readonly admissions: Map<string, { readonly userId: string; readonly moment: number }>
  /** Groups of the accounts by e-mail address. */
  readonly groups: Map<string, Set<string>>
}

export interface ServicesOptions {
  readonly database: DatabaseModel
  readonly timeline: Timeline
  readonly queues: Queues
  readonly bus: Bus
  readonly random: Random
  readonly faults: Faults
  readonly outside: Outside
  /** Called before each write to the database, with its caller. */
  readonly writing: (caller: NetworkCaller) => void
}

const $metadata = {}
const CATEGORIES = ['billing', 'technical', 'account', 'general']
const PRIORITIES = ['low', 'medium', 'high', 'critical']
const SKILLS = ['refunds', 'api', 'login', 'shipping']
/** How far back a stale answer may be, in changes of the whole database and in time: lists follow within two seconds. */
export const STALE_CHANGES = 30
const STALE_MS = 2_000

/** The throttling error of a service. */
export const throttledBy = (service: string): Error => {
  const said = { message: 'Rate exceeded', $metadata }
  if (service === 'DynamoDB') return databaseThrottled()
  return service === 'Mail' ? new TooManyRequestsException(said) : new ThrottlingException(said)
}

const newDatabaseService = ({ database, timeline, random, faults, writing }: ServicesOptions): Service => {
  /** The database's moments with their times; those beyond the staleness limit are dropped. */
  const moments: { readonly at: number; readonly moment: number }[] = []
  database.onChange(({ sequence }) => moments.push({ at: timeline.now(), moment: sequence - 1 }))

  const staleMoment = (): number => {
    const oldest = timeline.now() - STALE_MS
    while (moments[0] && moments[0].at < oldest) moments.shift()
    return random.oneOf(moments.slice(-STALE_CHANGES))?.moment ?? database.moment()
  }
  return (operation, input, caller) => {
    writing(caller)
    return database.execute(operation, input, faults.strikes('stale') ? { asOf: staleMoment() } : {})
  }
}

const newQueueService =
  ({ queues }: ServicesOptions): Service =>
  (_operation, input) => {
    const {
      QueueUrl,
      MessageBody,
      DelaySeconds = 0,
    } = input as Record<'QueueUrl' | 'MessageBody', string> & {
      readonly DelaySeconds?: number
    }
    queues.send(QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1), MessageBody, DelaySeconds)
    return {}
  }

/** A model that gives random valid answers, and sometimes invalid ones. */
const newModelService = ({ random, faults }: ServicesOptions): Service => {
  const toolUse = (input: unknown) => ({ toolUse: { toolUseId: 'call', name: RECORD_TRIAGE.name, input } })
  const answer = () => ({
    suggested_category: random.oneOf(CATEGORIES),
    suggested_priority: random.oneOf(PRIORITIES),
    confidence: random.next(),
    summary: 'somebody needs help',
    required_skills: [random.oneOf(SKILLS)],
    resolution_notes: '',
    reply_draft: '',
  })
  const failures: readonly (() => object)[] = [
    () => {
      throw new ThrottlingException({ message: 'Too many tokens', $metadata })
    },
    () => ({ output: { message: { content: [{ text: 'I would rather talk about the weather.' }] } } }),
    () => ({ output: { message: { content: [toolUse({ ...answer(), suggested_category: 'everything' })] } } }),
  ]
  return () => {
    const failure = faults.strikes('model') ? random.oneOf(failures) : undefined
    return failure ? failure() : { output: { message: { content: [toolUse(answer())] } } }
  }
}

const newMailService =
  ({ outside }: ServicesOptions): Service =>
  (_operation, input) => {
    const { Destination, Content } = input as {
      readonly Destination: { readonly ToAddresses: readonly [string] }
      readonly Content: { readonly Simple: Record<'Subject', { Data: string }> & { Body: { Text: { Data: string } } } }
    }
    const { Subject, Body } = Content.Simple
    outside.mails.push({ to: Destination.ToAddresses[0], subject: Subject.Data, text: Body.Text.Data })
    return {}
  }

const newSocketService =
  ({ outside, database }: ServicesOptions): Service =>
  (operation, input) => {
    const { ConnectionId, Data } = input as { readonly ConnectionId: string; readonly Data?: Uint8Array }
    if (!outside.openSockets.has(ConnectionId)) throw new GoneException({ message: 'gone', $metadata })
    if (operation === 'DeleteConnection') outside.openSockets.delete(ConnectionId)
    else {
      const message = JSON.parse(Buffer.from(Data ?? []).toString())
      outside.told.push({ connection: ConnectionId, moment: database.moment(), message })
    }
    return {}
  }

const newIdentityService =
  ({ outside }: ServicesOptions): Service =>
  (operation, input) => {
    const { Username, GroupName } = input as { readonly Username: string; readonly GroupName: string }
    const groups = outside.groups.get(Username)
    if (!groups) throw new UserNotFoundException({ message: 'there is no such user', $metadata })
    if (operation === 'AdminAddUserToGroup') groups.add(GroupName)
    if (operation === 'AdminRemoveUserFromGroup') groups.delete(GroupName)
    if (operation === 'AdminDeleteUser') outside.groups.delete(Username)
    return operation === 'AdminListGroupsForUser' ? { Groups: [...groups].map((name) => ({ GroupName: name })) } : {}
  }

/** A secret's value is its name. */
const secretsService: Service = (_operation, input) => ({ SecretString: (input as { SecretId: string }).SecretId })

/** All services that the product's clients can reach. */
export const newServices = (options: ServicesOptions): Readonly<Record<string, Service>> => ({
  DynamoDB: newDatabaseService(options),
  SQS: newQueueService(options),
  EventBridge: (_operation, input) => ({
    Entries: options.bus.put((input as { readonly Entries: readonly BusEntry[] }).Entries),
  }),
  Bedrock: newModelService(options),
  Mail: newMailService(options),
  Socket: newSocketService(options),
  Identity: newIdentityService(options),
  Secrets: secretsService,
})
