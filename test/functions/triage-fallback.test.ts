import {
  ConverseCommand,
  type ConverseCommandOutput,
  InternalServerException,
  ServiceUnavailableException,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { called, said } from '../support/model-answers.ts'
import { asked, bedrock, resetTriage, triage, written } from '../support/triage-function.ts'
import { ANSWER, TICKET_ID } from '../support/triage-records.ts'

const fault = { message: 'no', $metadata: {} }

beforeEach(resetTriage)
afterEach(() => {
  vi.useRealTimers()
})

describe('when the model fails', () => {
  const failures: readonly (readonly [string, () => void, number])[] = [
    ['throttles', () => bedrock.on(ConverseCommand).rejects(new ThrottlingException(fault)), 2],
    ['is down', () => bedrock.on(ConverseCommand).rejects(new ServiceUnavailableException(fault)), 2],
    ['breaks', () => bedrock.on(ConverseCommand).rejects(new InternalServerException(fault)), 2],
    ['refuses the request', () => bedrock.on(ConverseCommand).rejects(new ValidationException(fault)), 1],
    ['writes prose instead of calling the tool', () => bedrock.on(ConverseCommand).resolves(said('Certainly!')), 2],
    ['writes broken JSON', () => bedrock.on(ConverseCommand).resolves(called('{"suggested_category": "bil')), 2],
    ['stays wrong after a repair', () => bedrock.on(ConverseCommand).resolves(called({ ...ANSWER, confidence: 7 })), 2],
    ['says nothing', () => bedrock.on(ConverseCommand).resolves({} as ConverseCommandOutput), 2],
  ]

  it.each(failures)(
    'because it %s, the embedded model answers, marked for another try',
    async (_case, fail, attempts) => {
      fail()
      expect(await triage()).toEqual({ batchItemFailures: [] })

      const { ticket, events, timer } = written()
      expect(asked()).toHaveLength(attempts)
      expect(ticket).toMatchObject({
        queue_state: 'waiting',
        triage: { source: 'local', degraded: true, model: 'plimsoll-embedded-0', suggested_category: 'billing' },
      })
      expect(events).toHaveLength(1)
      expect(timer).toMatchObject({ pk: `TIMER#triage#${TICKET_ID}`, due_key: 'DEGRADED#0' })
    },
  )

  it('because it hangs, each attempt is cut after 3.5 s, and the ticket goes on within 8 s', async () => {
    const limits: number[] = []
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
      limits.push(milliseconds)
      return AbortSignal.abort(new DOMException('late', 'TimeoutError'))
    })
    bedrock.on(ConverseCommand).rejects(Object.assign(new Error('late'), { name: 'AbortError' }))
    await triage()
    vi.restoreAllMocks()

    expect(limits).toHaveLength(2)
    expect(Math.max(...limits)).toBe(3_500)
    expect(limits.reduce((sum, limit) => sum + limit)).toBeLessThan(8_000)
    expect(written().ticket?.triage?.degraded).toBe(true)
  })

  it('five times in a row, it is left alone for half a minute', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-02T10:00:00.000Z') })
    bedrock.on(ConverseCommand).rejects(new ValidationException(fault))
    for (let ticket = 0; ticket < 6; ticket += 1) await triage()
    expect(asked()).toHaveLength(5)

    vi.setSystemTime(new Date('2026-03-02T10:00:31.000Z'))
    bedrock.on(ConverseCommand).resolves(called(ANSWER))
    await triage()
    expect(asked()).toHaveLength(6)
  })
})

it('with models switched off gives the configured labels, which nothing applies', async () => {
  process.env.MODEL_PROVIDER = 'off'
  await triage()
  expect(written().ticket).toMatchObject({
    queue_state: 'waiting',
    category_set_by: 'default',
    triage: {
      source: 'fallback',
      suggested_category: 'general',
      suggested_priority: 'medium',
      confidence: 0,
      degraded: true,
    },
  })
})

it('with the embedded model needs no network', async () => {
  process.env.MODEL_PROVIDER = 'embedded'
  await triage()
  expect(written().ticket?.triage).toMatchObject({ source: 'local', degraded: false, suggested_category: 'billing' })
})
