import { SendEmailCommand } from '@aws-sdk/client-sesv2'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openMailDesk } from '../support/mail-desk.ts'
import { sendingPaused, tooManyMails } from '../support/sent-mails.ts'

// Pauses return at once, and advance the clock by their length.
vi.mock('../../functions/platform/pause.ts', () => ({
  pause: async (milliseconds: number) => {
    vi.setSystemTime(Date.now() + milliseconds)
  },
}))

const { close, reset, ses, mails, delivered, opened } = await openMailDesk()
afterAll(close)
beforeEach(reset)
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})
const { logger, metrics } = await import('../../functions/platform/log.ts')

describe('at most once', () => {
  it('mails once however often an event comes, also at once', async () => {
    const { event } = await opened()
    await Promise.all([delivered(event), delivered(event), delivered(event)])
    await delivered(event)

    expect(mails()).toHaveLength(1)
  })

  it('tries again what SES refused', async () => {
    const { event } = await opened()
    ses.on(SendEmailCommand).rejectsOnce(sendingPaused).resolves({})

    expect((await delivered(event)).batchItemFailures).toHaveLength(1)
    expect((await delivered(event)).batchItemFailures).toHaveLength(0)
    expect(mails()).toHaveLength(2)
  })

  it('counts a mail of a stage without a mail domain as lost, and does not try again', async () => {
    const { event } = await opened()
    vi.stubEnv('MAIL_FROM', '')
    const warned = vi.spyOn(logger, 'warn')
    const counted = vi.spyOn(metrics, 'addMetric')

    expect((await delivered(event)).batchItemFailures).toHaveLength(0)
    expect((await delivered(event)).batchItemFailures).toHaveLength(0)
    expect(mails()).toHaveLength(0)
    expect(warned.mock.calls).toEqual([
      ['mail lost', expect.objectContaining({ outcome: 'undeliverable', reason: 'the stage has no mail domain' })],
    ])
    expect(counted.mock.calls.map(([name]) => name)).toEqual(['MailsLost'])
  })

  it('does not try again when nobody knows whether a mail left', async () => {
    const { event } = await opened()
    ses.on(SendEmailCommand).rejectsOnce(new Error('socket hang up')).resolves({})

    expect((await delivered(event)).batchItemFailures).toHaveLength(0)
    expect((await delivered(event)).batchItemFailures).toHaveLength(0)
    expect(mails()).toHaveLength(1)
  })

  it('does not send news that is more than a day old, as after an outage or an import', async () => {
    const { event } = await opened()
    await delivered({ ...event, at: new Date(Date.now() - 25 * 3_600_000).toISOString() })

    expect(mails()).toHaveLength(0)
  })

  it('returns only the message that failed', async () => {
    const [{ event: refused }, { event: sent }] = [await opened(), await opened()]
    ses.on(SendEmailCommand).rejectsOnce(sendingPaused).resolves({})

    const { batchItemFailures } = await delivered(refused, sent)
    expect(batchItemFailures).toHaveLength(1)
  })
})

describe('while SES throttles', () => {
  it('waits and sends all of a batch that is faster than SES takes mails', async () => {
    const requests = await Promise.all(Array.from({ length: 10 }, () => opened()))
    let free = Date.now()
    ses.on(SendEmailCommand).callsFake(async () => {
      if (Date.now() < free) throw tooManyMails
      free = Date.now() + 1_000
      return {}
    })

    expect(await delivered(...requests.map(({ event }) => event))).toEqual({ batchItemFailures: [] })
    const { length } = mails()
    expect(length).toBeGreaterThan(10)
    await delivered(...requests.map(({ event }) => event))
    expect(mails()).toHaveLength(length)
  })

  it('gives up within its time limit, and the message comes again', async () => {
    const { event } = await opened()
    const begun = Date.now()
    ses.on(SendEmailCommand).rejects(tooManyMails)

    expect((await delivered(event)).batchItemFailures).toHaveLength(1)
    expect(Date.now() - begun).toBeGreaterThan(10_000)
    expect(Date.now() - begun).toBeLessThan(21_000)

    ses.on(SendEmailCommand).resolves({})
    expect((await delivered(event)).batchItemFailures).toHaveLength(0)
  })

  it('sends one mail at a time', async () => {
    const requests = await Promise.all(Array.from({ length: 5 }, () => opened()))
    let atOnce = 0
    let most = 0
    ses.on(SendEmailCommand).callsFake(async () => {
      atOnce += 1
      most = Math.max(most, atOnce)
      await new Promise(setImmediate)
      atOnce -= 1
      return {}
    })
    await delivered(...requests.map(({ event }) => event))

    expect([mails().length, most]).toEqual([5, 1])
  })
})
