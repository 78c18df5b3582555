import { once } from 'node:events'
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'
import { afterAll, beforeAll, expect, it } from 'vitest'
import WebSocket from 'ws'
import type { RunningHost } from '../../lib/local/host.ts'
import { requirePackage, startSmallHost, temporaryFolder } from './small-host.ts'
import { arnOf, httpApi, permission, smallFunction, table } from './small-template.ts'

const AUTHORIZER = `exports.handler = async ({ headers, methodArn }) => {
  const protocols = headers['sec-websocket-protocol']
  if (protocols.includes('crash')) throw new Error('inner words')
  if (!protocols.includes('ticket.good') && !protocols.includes('ticket.denied')) throw new Error('Unauthorized')
  const Effect = protocols.includes('ticket.good') ? 'Allow' : 'Deny'
  return { principalId: 'ann', context: { role: 'agent' },
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource: methodArn }] } }
}`
/** Echoes messages over the socket, and records which connections were closed. */
const CONNECTION = `
  const { ApiGatewayManagementApiClient, PostToConnectionCommand } = ${requirePackage('@aws-sdk/client-apigatewaymanagementapi')}
  const { DynamoDBClient, PutItemCommand } = ${requirePackage('@aws-sdk/client-dynamodb')}
  const sockets = new ApiGatewayManagementApiClient({ endpoint: process.env.SOCKET_ENDPOINT })
  const tables = new DynamoDBClient({})
  exports.handler = async (event) => {
    const { routeKey, connectionId, authorizer } = event.requestContext
    if (routeKey === '$connect') return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'plimsoll.v1' } }
    if (routeKey === '$disconnect') {
      const Item = { pk: { S: 'left' }, sk: { S: connectionId } }
      await tables.send(new PutItemCommand({ TableName: process.env.LEFT_TABLE, Item }))
      return { statusCode: 200 }
    }
    if (event.body === 'throw') throw new Error('inner words')
    const Data = JSON.stringify({ routeKey, connectionId, role: authorizer.role, body: event.body })
    await sockets.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data }))
    return { statusCode: 200 }
  }`
const READER = `
  const { DynamoDBClient, QueryCommand } = ${requirePackage('@aws-sdk/client-dynamodb')}
  exports.handler = async () => {
    const { Items } = await new DynamoDBClient({}).send(new QueryCommand({ TableName: process.env.LEFT_TABLE,
      KeyConditionExpression: 'pk = :left', ExpressionAttributeValues: { ':left': { S: 'left' } } }))
    return Items.map(({ sk }) => sk.S)
  }`

const invocationUri = (id: string) => ({
  'Fn::Join': ['', ['arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', arnOf(id), '/invocations']],
})
const socketRoute = (id: string, RouteKey: string, properties = {}) => ({
  [id]: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Socket' },
      RouteKey,
      Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'SocketIntegration' }]] },
      ...properties,
    },
  },
})
const connections = {
  'Fn::Join': [
    '',
    ['arn:aws:execute-api:us-east-1:', { Ref: 'AWS::AccountId' }, ':', { Ref: 'Socket' }, '/ws/*/@connections/*'],
  ],
}
const resources = {
  ...table('Left'),
  Socket: {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: { Name: 'socket', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' },
  },
  SocketStage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Socket' }, StageName: 'ws' } },
  SocketIntegration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: { ApiId: { Ref: 'Socket' }, IntegrationType: 'AWS_PROXY', IntegrationUri: invocationUri('Connection') },
  },
  Admission: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: { Ref: 'Socket' },
      AuthorizerType: 'REQUEST',
      AuthorizerUri: invocationUri('Authorizer'),
      IdentitySource: ['route.request.header.Sec-WebSocket-Protocol'],
    },
  },
  ...socketRoute('OnConnect', '$connect', { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Admission' } }),
  ...socketRoute('OnDisconnect', '$disconnect'),
  ...socketRoute('OnDefault', '$default'),
  ...socketRoute('OnPing', 'ping'),
  ...smallFunction({ id: 'Authorizer' }),
  ...smallFunction({
    id: 'Connection',
    variables: {
      LEFT_TABLE: { Ref: 'Left' },
      SOCKET_ENDPOINT: { 'Fn::Join': ['', ['https://', { Ref: 'Socket' }, '.execute-api.us-east-1.amazonaws.com/ws']] },
    },
    grants: [
      { actions: ['execute-api:ManageConnections'], resource: connections },
      { actions: ['dynamodb:PutItem'], resource: arnOf('Left') },
    ],
  }),
  ...smallFunction({
    id: 'Reader',
    variables: { LEFT_TABLE: { Ref: 'Left' } },
    grants: [{ actions: ['dynamodb:Query'], resource: arnOf('Left') }],
  }),
  ...httpApi({ 'GET /api/left': 'Reader' }),
  ...permission('Reader', 'apigateway.amazonaws.com'),
  ...permission('Connection', 'apigateway.amazonaws.com'),
  ...permission('Authorizer', 'apigateway.amazonaws.com'),
}

const folder = temporaryFolder()
let host: RunningHost
beforeAll(async () => {
  const handlers = { authorizer: AUTHORIZER, connection: CONNECTION, reader: READER }
  host = await startSmallHost({ folder: folder.path, resources, handlers })
})
afterAll(async () => {
  await host.close()
  folder.remove()
})

const socketUrl = () => `${host.url.replace('http', 'ws')}/ws`
const open = async (): Promise<WebSocket> => {
  const socket = new WebSocket(socketUrl(), ['plimsoll.v1', 'ticket.good'])
  await once(socket, 'open')
  return socket
}
const refusal = (url: string, protocols: readonly string[]): Promise<number | undefined> =>
  new Promise((resolve) => {
    const socket = new WebSocket(url, [...protocols])
    socket.on('error', () => {})
    socket.on('unexpected-response', (request, response) => {
      request.destroy()
      resolve(response.statusCode)
    })
  })
/** Sends a message and resolves with the answer. */
const ask = async (socket: WebSocket, message: string): Promise<Readonly<Record<string, string>>> => {
  const answered = once(socket, 'message')
  socket.send(message)
  const [answer] = await answered
  return JSON.parse(String(answer))
}
const management = (accessKeyId = 'local-operator') =>
  new ApiGatewayManagementApiClient({
    endpoint: `${host.awsUrl}/ws`,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'local' },
  })

it('echoes the sub-protocol that the function agreed to, and hands on who connected', async () => {
  const socket = await open()
  expect(socket.protocol).toBe('plimsoll.v1')
  expect(await ask(socket, 'hello')).toMatchObject({ routeKey: '$default', role: 'agent', body: 'hello' })
  socket.close()
})

it.each([
  ['no admission at all', '/ws', [], 401],
  ['a wrong admission', '/ws', ['plimsoll.v1', 'ticket.bad'], 401],
  ['an admission that is denied', '/ws', ['plimsoll.v1', 'ticket.denied'], 403],
  ['an authorizer that fails', '/ws', ['plimsoll.v1', 'crash'], 500],
  ['another path', '/elsewhere', ['plimsoll.v1', 'ticket.good'], 404],
])('refuses the handshake: %s', async (_case, path, protocols, status) => {
  expect(await refusal(`${host.url.replace('http', 'ws')}${path}`, protocols)).toBe(status)
})

it.each([
  ['{"action":"ping"}', 'ping'],
  ['{"action":"unknown"}', '$default'],
  ['{"action":"$connect"}', '$default'],
  ['no json', '$default'],
])('sends %s to the route %s', async (message, routeKey) => {
  const socket = await open()
  expect((await ask(socket, message)).routeKey).toBe(routeKey)
  socket.close()
})

it('tells a client that its message failed, without the cause', async () => {
  const socket = await open()
  const answer = await ask(socket, 'throw')
  expect(answer.message).toBe('Internal server error')
  expect(JSON.stringify(answer)).not.toContain('inner words')
  socket.close()
})

it('tells the function that a connection is gone, and answers 410 to callers that send to it', async () => {
  const socket = await open()
  const { connectionId } = await ask(socket, 'hello')
  await management().send(new GetConnectionCommand({ ConnectionId: connectionId }))
  socket.close()

  const left = async (): Promise<unknown> => (await fetch(`${host.url}/api/left`)).json()
  await expect.poll(left).toContain(connectionId)
  const post = new PostToConnectionCommand({ ConnectionId: connectionId, Data: 'hello' })
  await expect(management().send(post)).rejects.toMatchObject({ name: 'GoneException' })
})

it('ends a connection that a caller deletes', async () => {
  const socket = await open()
  const { connectionId } = await ask(socket, 'hello')
  const closed = once(socket, 'close')
  await management().send(new DeleteConnectionCommand({ ConnectionId: connectionId }))
  await closed
})

it('lets no caller send to a connection if its role does not allow it', async () => {
  const socket = await open()
  const { connectionId } = await ask(socket, 'hello')
  const post = new PostToConnectionCommand({ ConnectionId: connectionId, Data: 'hello' })
  await expect(management('Reader').send(post)).rejects.toMatchObject({ name: 'AccessDeniedException' })
  socket.close()
})

it.each([
  ['a message over 128 KB', 'x'.repeat(128 * 1024 + 1), 1009],
  ['a binary message', Buffer.from([1]), 1003],
])('ends a connection that sends %s', async (_case, message, expected) => {
  const socket = await open()
  const closed = once(socket, 'close')
  socket.send(message)
  const [code] = await closed
  expect(code).toBe(expected)
})

it('reaches 200 connections at once', async () => {
  const sockets = await Promise.all(Array.from({ length: 200 }, open))
  const ids = await Promise.all(sockets.map(async (socket) => (await ask(socket, 'hello')).connectionId))
  const heard = sockets.map((socket) => once(socket, 'message'))
  const client = management()
  await Promise.all(ids.map((ConnectionId) => client.send(new PostToConnectionCommand({ ConnectionId, Data: 'all' }))))
  await Promise.all(heard)
  for (const socket of sockets) socket.close()
})
