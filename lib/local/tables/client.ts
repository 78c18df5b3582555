import { Agent, request } from 'node:http'
import { type AwsAnswer, AwsError } from '../aws-service.ts'
import type { JsonRecord } from '../json-record.ts'

export type Api = 'DynamoDB_20120810' | 'DynamoDBStreams_20120810'

/** Calls the database over keep-alive connections. */
export interface TableClient {
  /** Passes a body on as it is. @throws AwsError 500 if the connection broke and the outcome is unknown */
  forward(api: Api, operation: string, body: Buffer | string): Promise<AwsAnswer>
  /** A call of the host itself. @throws AwsError with the database's own code if it refuses */
  call(operation: string, input: JsonRecord, api?: Api): Promise<JsonRecord>
  close(): void
}

/**
 * The database checks only the form of a signature. The identity is always the same, as some databases keep tables per
 * identity.
 */
const SIGNED = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20260101T000000Z',
  'content-type': 'application/x-amz-json-1.0',
}

/** @param ready resolves when the database takes connections (again) */
export const tableClient = (endpoint: string, ready: () => Promise<void>): TableClient => {
  const agent = new Agent({ keepAlive: true, scheduling: 'lifo' })
  const { hostname, port } = new URL(endpoint)

  const attempt = (api: Api, operation: string, body: Buffer | string): Promise<AwsAnswer> =>
    new Promise((resolve, reject) => {
      const headers = { ...SIGNED, 'x-amz-target': `${api}.${operation}`, 'content-length': Buffer.byteLength(body) }
      const outgoing = request({ agent, hostname, port, method: 'POST', path: '/', headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const { 'x-amz-crc32': crc32 } = response.headers
          resolve({
            status: response.statusCode ?? 500,
            ...(typeof crc32 === 'string' && { headers: { 'x-amz-crc32': crc32 } }),
            body: Buffer.concat(chunks),
          })
        })
      })
      outgoing.on('error', reject)
      outgoing.end(body)
    })

  const forward: TableClient['forward'] = async (api, operation, body) => {
    await ready()
    try {
      return await attempt(api, operation, body)
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error)
      throw new AwsError(500, 'InternalServerError', `the database broke the connection: ${cause}`)
    }
  }

  return {
    forward,
    call: async (operation, input, api = 'DynamoDB_20120810') => {
      const { status, body } = await forward(api, operation, JSON.stringify(input))
      const answer = JSON.parse(body.toString()) as JsonRecord
      if (status === 200) return answer
      const [, code = 'InternalServerError'] = String(answer.__type).split('#')
      throw new AwsError(status, code, String(answer.message ?? answer.Message))
    },
    close: () => agent.destroy(),
  }
}
