import { SendEmailCommand } from '@aws-sdk/client-sesv2'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defaultSettings } from '../../functions/domain/settings.ts'
import { openMailDesk } from '../support/mail-desk.ts'
import { sendingPaused } from '../support/sent-mails.ts'

const { close, reset, ses, mails, postponed, happening, delivered, opened, commented, resolved } = await openMailDesk()
afterAll(close)
beforeEach(reset)
afterEach(() => {
  vi.useRealTimers()
})
const { putSettings } = await import('../../functions/stores/settings.ts')
const { newId } = await import('../../functions/platform/ids.ts')

describe('with the digest on', () => {
  beforeEach(async () => {
    await putSettings({ ...defaultSettings(500), mail_digest: true }, happening())
  })
  afterEach(async () => {
    await putSettings({ ...defaultSettings(500), mail_digest: false }, happening())
  })

  const later = (minutes: number) => vi.useFakeTimers({ now: Date.now() + minutes * 60_000, toFake: ['Date'] })

  it('holds news back until 15 minutes after the last mail, then sends all of it in one', async () => {
    const { ticket, event } = await opened()
    await delivered(event)
    const first = await commented(ticket.id, { body: 'first' })
    const second = await commented(ticket.id, { body: 'second' })
    const note = await commented(ticket.id, { body: 'internal secret', visibility: 'internal' })
    const end = await resolved(ticket.id)
    await delivered(first.event, second.event, note.event, end.event)

    expect(mails()).toHaveLength(1)
    expect(postponed()).toHaveLength(3)
    expect(postponed().every(({ DelaySeconds = 0 }) => DelaySeconds > 800 && DelaySeconds <= 900)).toBe(true)

    later(16)
    await delivered(second.event, first.event, end.event)
    expect(mails()).toHaveLength(2)
    const digest = mails()[1]
    expect(digest?.subject).toContain('Resolved:')
    expect(digest?.text).toMatch(/> first[\s\S]*> second/)
    expect(digest?.text).not.toContain('internal secret')
  })

  it('finds the last replies even if the customer has written much', async () => {
    const { ticket, event } = await opened()
    await delivered(event)
    const customer = { id: newId(), name: 'Lena', role: 'customer' } as const
    for (let place = 0; place < 60; place += 1) await commented(ticket.id, { body: `and ${place}`, author: customer })
    for (let place = 0; place < 21; place += 1) await commented(ticket.id, { body: `answer ${place}.` })
    const last = await commented(ticket.id, { body: 'the last word' })

    later(16)
    await delivered(last.event)
    const digest = mails()[1]?.text
    expect(digest).toContain('> the last word')
    expect(digest).toContain('> answer 2.')
    expect(digest).not.toContain('> answer 1.')
    expect(digest).not.toContain('> and ')
  })

  it('sends a digest that SES refused with the next attempt', async () => {
    const { ticket } = await opened()
    const { event } = await commented(ticket.id, { body: 'first' })
    ses.on(SendEmailCommand).rejectsOnce(sendingPaused).resolves({})

    expect((await delivered(event)).batchItemFailures).toHaveLength(1)
    expect((await delivered(event)).batchItemFailures).toHaveLength(0)
    expect(mails()[1]?.text).toContain('> first')
  })
})
