import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { RecordedCall } from './recorder.ts'

/**
 * A process that the bench starts: a bare Node HTTP server in front of either one of the product's functions or only
 * the AWS calls that this function makes. The difference between the two is what our own code costs.
 */

/** The first message from the bench; every later message asks for the CPU used so far, in microseconds. */
export type ServerOrder =
  | { readonly kind: 'function'; readonly bundleFile: string; readonly routeKey: string }
  | { readonly kind: 'bare'; readonly calls: readonly RecordedCall[] }

type Answer = { readonly status: number; readonly body: string }

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** Serves requests with a function's bundle, each as the gateway's event. */
const functionServer = ({ bundleFile, routeKey }: Extract<ServerOrder, { kind: 'function' }>) => {
  const { handler } = createRequire(bundleFile)(bundleFile) as {
    readonly handler: (event: unknown, context: unknown) => Promise<APIGatewayProxyStructuredResultV2>
  }
  const context = { awsRequestId: 'bench', functionName: 'bench', getRemainingTimeInMillis: () => 10_000 }
  const [method = '', path = ''] = routeKey.split(' ')
  return async ({ url = '/', headers }: IncomingMessage, body: string): Promise<Answer> => {
    const [rawPath = '/', rawQueryString = ''] = url.split('?')
    const event = {
      version: '2.0',
      routeKey,
      rawPath,
      rawQueryString,
      headers,
      requestContext: { http: { method, path: rawPath, sourceIp: '127.0.0.1' }, requestId: 'bench', routeKey },
      isBase64Encoded: false,
      ...(path.includes('{id}') && { pathParameters: { id: rawPath.split('/')[3] } }),
      ...(rawQueryString && { queryStringParameters: Object.fromEntries(new URLSearchParams(rawQueryString)) }),
      ...(body && { body }),
    }
    const { statusCode = 500, body: answer = '' } = await handler(event, context)
    return { status: statusCode, body: answer }
  }
}

const VALUE = /^(S|N|B|BOOL|NULL|M|L|SS|NS|BS)$/

/** Replaces the typed values of the wire format with plain ones, at any depth. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const [name = '', ...others] = Object.keys(value)
  if (others.length === 0 && VALUE.test(name)) return unmarshall({ value: value as never }).value
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, plain(inner)]))
}

type Input = Record<string, unknown>

/** A write without its conditions, which hold only the first time, so that it can be repeated. */
const unconditional = (write: unknown): unknown => {
  const { Put } = write as { readonly Put?: { readonly TableName: string; readonly Item: unknown } }
  return Put ? { Put: { TableName: Put.TableName, Item: Put.Item } } : write
}

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
  marshallOptions: { removeUndefinedValues: true },
})
const queues = new SQSClient({})

/** Makes one call with the clients that the product uses, and returns the result. */
const callers: Readonly<Record<string, (input: Input) => Promise<unknown>>> = {
  GetItem: async (input) => (await documents.send(new GetCommand(input as never))).Item,
  Query: async (input) => (await documents.send(new QueryCommand(input as never))).Items,
  BatchGetItem: async (input) => (await documents.send(new BatchGetCommand(input as never))).Responses,
  TransactWriteItems: (input) =>
    documents.send(
      new TransactWriteCommand({ TransactItems: (input.TransactItems as unknown[]).map(unconditional) as never }),
    ),
  SendMessage: (input) => queues.send(new SendMessageCommand(input as never)),
}

/** Answers every request by making the given calls. */
const bareServer = ({ calls }: Extract<ServerOrder, { kind: 'bare' }>) => {
  const made = calls.map(({ target, input }) => {
    const operation = target.split('.')[1] ?? ''
    const call = callers[operation]
    if (!call) throw new Error(`no bare server makes the call ${target}`)
    const ready = plain(input) as Input
    return () => call(ready)
  })
  return async (): Promise<Answer> => {
    const found: unknown[] = []
    for (const call of made) found.push(await call())
    return { status: 200, body: JSON.stringify(found) }
  }
}

const serve = async (order: ServerOrder): Promise<number> => {
  const answer = order.kind === 'function' ? functionServer(order) : bareServer(order)
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(request, await bodyOf(request))
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    })
    response.end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const [order] = (await once(process, 'message')) as [ServerOrder]
process.send?.(await serve(order))
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.(user + system)
})
