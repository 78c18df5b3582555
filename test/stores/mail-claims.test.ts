import { afterAll, describe, expect, it } from 'vitest'
import { NOW } from '../support/clock.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'

const stopTables = await startEmbeddedTables()
const { claimMail, settleMail } = await import('../../functions/stores/mail-claims.ts')
afterAll(stopTables)

const claimOf = (eventId: string, claimId: string) => ({ eventId, recipient: 'lena@example.org', claimId })

describe('the one right to mail about an event to a recipient', () => {
  it('is taken once, and again only after the mail was refused', async () => {
    expect(await claimMail(claimOf('event-1', 'first'), NOW)).toBeUndefined()
    expect(await claimMail(claimOf('event-1', 'second'), NOW)).toBe('taken')
    await settleMail(claimOf('event-1', 'first'), 'refused')
    expect(await claimMail(claimOf('event-1', 'third'), NOW)).toBeUndefined()
    await settleMail(claimOf('event-1', 'third'), 'sent')
    expect(await claimMail(claimOf('event-1', 'fourth'), NOW)).toBe('sent')
  })

  it('is not given away when an earlier attempt repeats its report late', async () => {
    await claimMail(claimOf('event-2', 'first'), NOW)
    await settleMail(claimOf('event-2', 'first'), 'refused')
    await claimMail(claimOf('event-2', 'second'), NOW)
    await settleMail(claimOf('event-2', 'first'), 'refused')
    expect(await claimMail(claimOf('event-2', 'third'), NOW)).toBe('taken')
  })

  it('is confirmed to the attempt that took it, if the answer was lost and it asks again', async () => {
    await claimMail(claimOf('event-3', 'first'), NOW)
    expect(await claimMail(claimOf('event-3', 'first'), NOW)).toBeUndefined()
  })
})
