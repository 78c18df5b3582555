import { ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import type { EventRecord } from '../../functions/contracts/events.ts'
import type { UserState } from '../../functions/contracts/people-state.ts'
import type { ClientMessage, ServerMessage } from '../../functions/contracts/socket.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import type { Caller, SignedIn } from '../../functions/domain/permissions.ts'
import { advance } from '../../functions/domain/ticket/change.ts'
import { actorOf, commentOn } from '../../functions/domain/ticket.ts'
import './function-environment.ts'
import { startEmbeddedTables } from './embedded-tables.ts'
import { aHolder, aSignedInUser, aStoredTicket, namedId } from './tickets.ts'

const CONNECTED = Date.now() - 60_000

/**
 * Sockets on real tables: the gateway is mocked, the tables are embedded. `heard` returns the messages that reached a
 * connection, in order.
 */
export const openLiveDesk = async () => {
  const close = await startEmbeddedTables()
  const { handler: onSocket } = await import('../../functions/sockets/connection.ts')
  const { handler: onStream } = await import('../../functions/events/broadcast-change.ts')
  const { commitTicket, getTicket } = await import('../../functions/stores/tickets.ts')
  const { listEvents } = await import('../../functions/stores/events.ts')
  const { putComment } = await import('../../functions/stores/comments.ts')
  const { userRow } = await import('../../functions/stores/people.ts')
  const { newId } = await import('../../functions/platform/ids.ts')
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}))

  const gateway = mockClient(ApiGatewayManagementApiClient)
  const posted: { readonly to: string; readonly message: ServerMessage }[] = []
  const behave = () => {
    gateway.reset()
    gateway.rejects(new Error('not this operation'))
    gateway.on(PostToConnectionCommand).callsFake(({ ConnectionId, Data }) => {
      posted.push({ to: ConnectionId, message: JSON.parse(Buffer.from(Data).toString()) })
    })
  }
  behave()

  const event = (routeKey: string, connectionId: string, caller: Caller | undefined, body?: string) => ({
    requestContext: {
      routeKey,
      requestId: 'the-request',
      connectionId,
      connectedAt: CONNECTED,
      ...(caller && { authorizer: { caller: JSON.stringify(caller) } }),
    },
    ...(body !== undefined && { body }),
  })
  const callers = new Map<string, Caller>()

  const stream = (events: readonly EventRecord[]): DynamoDBStreamEvent => ({
    Records: events.map((one, place) => ({
      eventName: 'INSERT',
      dynamodb: {
        SequenceNumber: String(1_000 + place),
        NewImage: marshall(one, { removeUndefinedValues: true }) as never,
      },
    })),
  })

  const keepUser = async (user: SignedIn, given: Partial<UserState> = {}): Promise<void> => {
    const { kind: _kind, ...who } = user
    const state: UserState = {
      ...who,
      presence: 'online',
      created_at: '2026-03-01T08:00:00.000Z',
      version: 1,
      former_presence: null,
      application_ids: [],
      erased_at: null,
      ...given,
    }
    await documents.send(new PutCommand({ TableName: 'AgentLoad', Item: userRow(state) }))
  }
  let serial = 0

  /** Stores a ticket with its first event; does not change the assignee's load. */
  const keepTicket = async (given: Partial<TicketState>): Promise<TicketState> => {
    const happening = {
      event_id: newId(),
      actor: { kind: 'system', id: 'system', name: 'Plimsoll' },
      now: new Date(),
    } as const
    const change = advance(
      null,
      aStoredTicket({ id: newId(), number: 'PL-00000000', ...given }),
      'ticket_created',
      happening,
    )
    await commitTicket(change)
    return change.ticket
  }

  return {
    close,
    gateway,
    newId,
    /** Forgets all messages, and mocks a working gateway again. */
    reset: () => {
      posted.length = 0
      behave()
    },
    connect: (connectionId: string, caller: Caller) => {
      callers.set(connectionId, caller)
      return onSocket(event('$connect', connectionId, caller))
    },
    disconnect: (connectionId: string) => onSocket(event('$disconnect', connectionId, undefined)),
    say: (connectionId: string, message: ClientMessage | string) =>
      onSocket(
        event(
          '$default',
          connectionId,
          callers.get(connectionId),
          typeof message === 'string' ? message : JSON.stringify(message),
        ),
      ),
    heard: (connectionId: string) => posted.filter(({ to }) => to === connectionId).map(({ message }) => message),
    posts: () => posted,
    /** Hands events to the broadcast as the table's stream does. */
    broadcast: (events: readonly EventRecord[]): Promise<DynamoDBBatchResponse> => onStream(stream(events)),
    broadcastRaw: (from: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => onStream(from),
    /** Stores a ticket between two people; does not change the agent's load. */
    keepTicketOf: (customer: SignedIn, agent: SignedIn, given: Partial<TicketState> = {}): Promise<TicketState> =>
      keepTicket({
        requester: { id: customer.id, name: customer.name, email: customer.email },
        assignee: aHolder({ id: agent.id, name: agent.name }),
        ...given,
      }),
    comment: async (ticketId: string, author: SignedIn, body: string, visibility: 'public' | 'internal') => {
      const { id, name, role } = author
      const draft = { body, visibility, author: { id, name, role }, by_requester: role === 'customer' }
      const change = commentOn(await getTicket(ticketId), draft, newId(), {
        event_id: newId(),
        actor: actorOf(author),
        now: new Date(),
      })
      await commitTicket(change, [putComment(change)])
      return change.event
    },
    events: (ticketId: string) => listEvents(`TICKET#${ticketId}`),
    keepUser,
    /** Stores a customer, an agent and an admin that no other test uses. */
    keepPeople: async () => {
      serial += 1
      const customer = aSignedInUser({
        id: namedId(`CUSTOMER${serial}`),
        role: 'customer',
        name: 'Lena',
        department_id: null,
      })
      const agent = aSignedInUser({ id: namedId(`AGENT${serial}`), name: 'Ines', department_id: null })
      const admin = aSignedInUser({ id: namedId(`ADMIN${serial}`), role: 'admin', name: 'Tom', department_id: null })
      await Promise.all([customer, agent, admin].map((user) => keepUser(user)))
      return { customer, agent, admin }
    },
    /** The rows of a connection: its own, and one for each topic. */
    rowsOf: async (connectionId: string): Promise<readonly Record<string, unknown>[]> => {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName: 'Connections',
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': `CONNECTION#${connectionId}` },
        }),
      )
      return Items
    },
    /** When a user will be set to offline; undefined if no timer is set. */
    presenceTimer: async (userId: string): Promise<string | undefined> => {
      const { Item } = await documents.send(
        new GetCommand({ TableName: 'Tickets', Key: { pk: `TIMER#presence#${userId}`, sk: 'TIMER' } }),
      )
      return Item?.due_order
    },
    documents,
  }
}

export type LiveDesk = Awaited<ReturnType<typeof openLiveDesk>>
