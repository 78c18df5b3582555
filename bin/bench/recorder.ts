import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A call to a service, as it went over the wire. */
export interface RecordedCall {
  /** Such as `DynamoDB_20120810.Query`. */
  readonly target: string
  readonly input: Readonly<Record<string, unknown>>
  /** What the call cost; 0 if it is not to a table. */
  readonly readUnits: number
  readonly writeUnits: number
}

export interface Recorder {
  /** A function's environment in which all services but the issuer of its callers' tokens are reached through here. */
  inFrontOf(environment: Readonly<Record<string, string>>): Readonly<Record<string, string>>
  /** The calls since the last `take`. */
  take(): readonly RecordedCall[]
  close(): Promise<void>
}

/** Tokens name this address as their issuer. */
const ISSUER = 'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'
const TABLES = 'DynamoDB_20120810.'
const READS = new Set(['GetItem', 'BatchGetItem', 'TransactGetItems', 'Query'])

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const unitsIn = (answer: string): number => {
  const { ConsumedCapacity } = JSON.parse(answer || '{}') as { readonly ConsumedCapacity?: unknown }
  const consumed = [ConsumedCapacity ?? []].flat() as { readonly CapacityUnits?: number }[]
  return consumed.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0)
}

/** A proxy in front of the AWS port that records every call and its cost. */
export const startRecorder = async (awsUrl: string): Promise<Recorder> => {
  const calls: RecordedCall[] = []
  const ownUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    const target = String(request.headers['x-amz-target'] ?? '')
    // Calls name queues by their URLs, which hold the address of this proxy.
    const input = target === '' ? {} : JSON.parse(body.toString().replaceAll(ownUrl(), awsUrl))
    const isTable = target.startsWith(TABLES)
    const { host: _here, 'content-length': _length, connection: _kept, ...headers } = request.headers
    const answer = await fetch(`${awsUrl}${request.url}`, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(body.length > 0 && {
        body: JSON.stringify(isTable ? { ...input, ReturnConsumedCapacity: 'TOTAL' } : input),
      }),
    })
    const text = await answer.text()
    const units = isTable ? unitsIn(text) : 0
    const isRead = READS.has(target.slice(TABLES.length))
    if (target !== '') calls.push({ target, input, readUnits: isRead ? units : 0, writeUnits: isRead ? 0 : units })
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' })
    response.end(text)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    inFrontOf: (environment) =>
      Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [
          name,
          name === ISSUER ? value : value.replaceAll(awsUrl, ownUrl()),
        ]),
      ),
    take: () => calls.splice(0),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
