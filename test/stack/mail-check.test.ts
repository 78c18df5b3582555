import { ListStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import { GetAccountCommand, GetEmailIdentityCommand, NotFoundException } from '@aws-sdk/client-sesv2'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Finding } from '../../bin/stage/finding.ts'
import type { MailDomain } from '../../lib/aws/settings.ts'
import { aStackOf, cloudFormation, finding, noStack, ses, startWholeAccount, WANTED } from '../support/aws-account.ts'

beforeEach(startWholeAccount)

describe('the mail domain', () => {
  const known = (how: 'unknown' | 'waiting' | 'verified'): void => {
    if (how === 'unknown')
      ses.on(GetEmailIdentityCommand).rejects(new NotFoundException({ $metadata: {}, message: 'not here' }))
    else ses.on(GetEmailIdentityCommand).resolves({ VerifiedForSendingStatus: how === 'verified' })
  }
  const made = (by: 'this stage' | 'somebody else' | 'nobody'): void => {
    if (by === 'somebody else') cloudFormation.on(ListStackResourcesCommand).resolves(aStackOf('Url', 'elsewhere'))
    if (by === 'nobody') cloudFormation.on(ListStackResourcesCommand).rejects(noStack)
  }

  it.each<[MailDomain['identity'], Parameters<typeof known>[0], Parameters<typeof made>[0], Finding['state'], string]>([
    ['new', 'unknown', 'nobody', 'lacks', 'makes example.org known'],
    ['new', 'waiting', 'this stage', 'lacks', 'DKIM'],
    ['new', 'verified', 'this stage', 'lacks', 'set mailIdentity "verified"'],
    ['new', 'verified', 'somebody else', 'blocks', 'set mailIdentity "existing"'],
    ['new', 'waiting', 'somebody else', 'blocks', 'leave mailDomain out until SES has verified it'],
    ['new', 'verified', 'nobody', 'blocks', 'set mailIdentity "existing"'],
    ['verified', 'verified', 'this stage', 'ok', 'codes for new passwords come from it'],
    ['verified', 'verified', 'somebody else', 'blocks', 'set mailIdentity "existing"'],
    ['verified', 'waiting', 'this stage', 'blocks', 'leave mailIdentity out'],
    ['verified', 'unknown', 'nobody', 'blocks', 'leave mailIdentity out'],
    ['existing', 'verified', 'somebody else', 'ok', 'is verified'],
    ['existing', 'verified', 'this stage', 'blocks', 'would take it away'],
    ['existing', 'waiting', 'somebody else', 'blocks', 'leave mailDomain out until SES has verified it'],
    ['existing', 'unknown', 'somebody else', 'blocks', 'SES does not know example.org: leave mailIdentity out'],
  ])('said to be %s: SES finds it %s, made by %s', async (identity, how, by, state, says) => {
    known(how)
    made(by)
    expect(await finding('mail', { ...WANTED, mailDomain: { name: 'example.org', identity } })).toMatchObject({
      state,
      says: expect.stringContaining(says),
    })
  })

  it.each<[MailDomain['identity'], Parameters<typeof known>[0], Parameters<typeof made>[0], string]>([
    ['new', 'unknown', 'nobody', 'publish the DKIM records'],
    ['new', 'waiting', 'this stage', 'waits for its DKIM records'],
    ['new', 'verified', 'this stage', 'set mailIdentity "verified"'],
  ])(
    'said to be %s, %s to SES and made by %s: the sandbox does not hide what is next',
    async (identity, how, by, says) => {
      ses.on(GetAccountCommand).resolves({ ProductionAccessEnabled: false, SendingEnabled: true })
      known(how)
      made(by)
      const found = await finding('mail', { ...WANTED, mailDomain: { name: 'example.org', identity } })
      expect(found?.state).toBe('lacks')
      expect(found?.says).toContain(says)
      expect(found?.says).toContain('SES is in its sandbox')
    },
  )

  it('carries as many tickets a day as SES takes mails', async () => {
    expect((await finding('mail'))?.says).toContain(
      'SES sends 50,000 mails in 24 hours, 14 a second: about 12,500 tickets a day, at 4 mails each',
    )
  })

  it('says the quota of the sandbox, too, and none where SES has set none', async () => {
    const SendQuota = { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 0 }
    ses.on(GetAccountCommand).resolves({ ProductionAccessEnabled: false, SendingEnabled: true, SendQuota })
    expect((await finding('mail'))?.says).toMatch(/sandbox.*200 mails in 24 hours, 1 a second: about 50 tickets a day/)
    ses.on(GetAccountCommand).resolves({
      ProductionAccessEnabled: true,
      SendingEnabled: true,
      SendQuota: { ...SendQuota, Max24HourSend: -1 },
    })
    expect((await finding('mail'))?.says).toContain('as many mails a day as there are')
  })

  it('is missed where none is chosen, as no mail can be sent', async () => {
    made('nobody')
    expect(await finding('mail', { ...WANTED, mailDomain: undefined })).toMatchObject({
      state: 'lacks',
      says: expect.stringMatching(/no mailDomain is chosen: no mail can be sent, .* 50 a day/),
    })
    expect(ses.calls()).toHaveLength(0)
  })

  describe('of a stage that made another one known', () => {
    const LOSS = 'made old.example known to SES, and the deployment takes it away from whoever sends from it'
    beforeEach(() => {
      cloudFormation.on(ListStackResourcesCommand).resolves(aStackOf('MailIdentity', 'old.example'))
    })

    it.each<[string, MailDomain | undefined, Parameters<typeof known>[0], Finding['state'], string]>([
      ['none', undefined, 'unknown', 'lacks', 'no mailDomain is chosen'],
      ['a new one', { name: 'example.org', identity: 'new' }, 'unknown', 'lacks', 'makes example.org known'],
      ['one of another', { name: 'example.org', identity: 'existing' }, 'verified', 'lacks', 'old.example'],
      ['one that fails', { name: 'example.org', identity: 'verified' }, 'verified', 'blocks', '"existing"'],
    ])('is told to take that away when it chooses %s', async (_case, mailDomain, how, state, says) => {
      known(how)
      const found = await finding('mail', { ...WANTED, mailDomain })
      expect(found).toMatchObject({ state, says: expect.stringContaining(LOSS) })
      expect(found?.says).toContain(says)
    })

    it.each(['new', 'verified', 'existing'] as const)(
      'is not told to leave the domain out while SES waits for the next one, said to be %s',
      async (identity) => {
        known('waiting')
        const found = await finding('mail', { ...WANTED, mailDomain: { name: 'example.org', identity } })
        expect(found).toMatchObject({
          state: 'blocks',
          says: expect.stringContaining('leave mailDomain at old.example until SES has verified it'),
        })
        expect(found?.says).not.toContain('leave mailDomain out')
      },
    )
  })

  it('blocks what would fail, whatever else its account lacks', async () => {
    ses.on(GetAccountCommand).resolves({ ProductionAccessEnabled: false, SendingEnabled: true })
    known('verified')
    made('nobody')
    expect(await finding('mail', { ...WANTED, mailDomain: { name: 'example.org', identity: 'new' } })).toMatchObject({
      state: 'blocks',
    })
  })
})
