import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import type { SQSEvent } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { callApi } from '../support/call-api.ts'

// Makes the logger write to the global console, which a test can spy on, instead of one of its own.
process.env.POWERTOOLS_DEV = 'true'

const { correlated, correlationId } = await import('../../functions/platform/correlation.ts')
const { logger } = await import('../../functions/platform/log.ts')
const { queueHandler } = await import('../../functions/platform/queue.ts')
const { recordEvent } = await import('../../functions/stores/events.ts')
const { handler: meta } = await import('../../functions/api/meta.ts')
const { handler: unknown } = await import('../../functions/api/unknown.ts')

const documents = mockClient(DynamoDBDocumentClient)
const lines: Record<string, unknown>[] = []

beforeEach(() => {
  documents.reset()
  documents.rejects(new Error('not this operation'))
  documents.on(GetCommand).resolves({})
  documents.on(TransactWriteCommand).resolves({})
  lines.length = 0
  logger.setLogLevel('INFO')
  const keep = (line: string) => void lines.push(JSON.parse(line))
  for (const level of ['debug', 'info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(keep)
})
afterEach(() => {
  logger.setLogLevel('SILENT')
  vi.restoreAllMocks()
})

const NAME = '0c7b0a52-6f5e-4e8a-9f6e-0a1b2c3d4e5f'
const event = {
  event_id: '01K5A000000000000000000000',
  type: 'ticket_updated',
  subject: 'TICKET#01K5A000000000000000000001',
  seq: 1,
  at: '2026-03-01T08:00:00.000Z',
  actor: { kind: 'system', id: 'system', name: 'Plimsoll' },
  changes: {},
  data: {},
} as const

describe('a request', () => {
  it('logs one line, under the id that the browser gave it, without the client’s address', async () => {
    await callApi(meta, { route: 'getHealth', headers: { 'x-request-id': NAME } })

    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({
      level: 'INFO',
      message: 'request',
      route: 'GET /api/health',
      status: 200,
      correlation_id: NAME,
      duration_ms: expect.any(Number),
    })
  })

  it('has its id in a refusal, too, and the status in its line', async () => {
    const { body } = await callApi(meta, {
      route: 'getHealth',
      query: { verbose: 'lena@example.org' },
      headers: { 'x-request-id': NAME },
    })

    expect(body.request_id).toBe(NAME)
    expect(lines).toMatchObject([{ status: 422, correlation_id: NAME }])
    expect(JSON.stringify(lines)).not.toContain('lena')
  })

  it.each([
    ['no name', undefined],
    ['a name that is too short', 'abc'],
    ['a name that breaks lines', 'abcdefgh\nlevel=ERROR'],
    ['a name without end', 'a'.repeat(65)],
  ])('gets the gateway’s id if it has %s', async (_case, name) => {
    await callApi(unknown, { route: 'getHealth', headers: name === undefined ? {} : { 'x-request-id': name } })

    expect(lines).toMatchObject([{ correlation_id: 'the-request' }])
  })
})

describe('an event', () => {
  it('is written with the id of the request that caused it, and without one if none did', () => {
    expect(correlated(NAME, () => recordEvent(event))).toMatchObject({ Put: { Item: { correlation_id: NAME } } })
    expect(recordEvent(event).Put?.Item).not.toHaveProperty('correlation_id')
  })
})

describe('a message', () => {
  const consume = async (bodies: readonly unknown[], work: () => Promise<void>) => {
    const Records = bodies.map((body, place) => ({
      messageId: `message-${place}`,
      body: JSON.stringify(body),
      attributes: { ApproximateReceiveCount: '1' },
    }))
    return queueHandler(z.unknown(), work)({ Records } as unknown as SQSEvent)
  }

  it('is handled, logged and followed by events under its own request’s id, beside others of its batch', async () => {
    const seen: unknown[] = []
    const both = Promise.withResolvers<void>()
    await consume(
      [{ detail: { correlation_id: NAME } }, { detail: { correlation_id: 'another-request' } }],
      async () => {
        if (seen.push(correlationId()) === 2) both.resolve()
        await both.promise
        seen.push(correlationId())
      },
    )

    expect(seen).toEqual([NAME, 'another-request', NAME, 'another-request'])
    expect(lines.map(({ correlation_id }) => correlation_id).toSorted()).toEqual([NAME, 'another-request'].toSorted())
  })

  it('uses its own id if no request caused it, or if it cannot be read', async () => {
    await consume([{ department_id: 'x' }, { detail: null }, 'no object'], async () => {
      throw new Error('broken')
    })

    expect(lines.map(({ correlation_id }) => correlation_id)).toEqual(['message-0', 'message-1', 'message-2'])
    expect(lines.every(({ level }) => level === 'ERROR')).toBe(true)
  })
})
