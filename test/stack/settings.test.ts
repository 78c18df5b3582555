import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkTemplate } from '../../lib/aws/template-check.ts'
import { missingServiceGrants } from '../../lib/aws/template-lint/permissions.ts'
import { statementsOfRole } from '../../lib/aws/template-lint/policies.ts'
import { readLintTemplate, textOf } from '../../lib/aws/template-lint/template.ts'
import { type OwnTemplate, synthesiseOwnTemplate } from '../support/own-template.ts'

const made = new Map<string, OwnTemplate>()

/** The template for given settings. Making one takes a second, and no test changes it, so each is made once. */
const templateOf = (chosen: Readonly<Record<string, string>> = {}): OwnTemplate => {
  const key = JSON.stringify(chosen)
  const template = made.get(key) ?? synthesiseOwnTemplate(chosen)
  made.set(key, template)
  return template
}

const distribution = (chosen: Readonly<Record<string, string>>) => {
  const [found] = templateOf(chosen).of('AWS::CloudFront::Distribution')
  return found?.[1].Properties.DistributionConfig as Record<string, unknown>
}

describe('a stage', () => {
  it('shares no name with the main stage of the same account', () => {
    const namesOf = (chosen: Readonly<Record<string, string>>) => {
      const { app, of } = templateOf(chosen)
      const named = [
        ...of('AWS::Events::EventBus').map(([, { Properties }]) => Properties.Name),
        ...of('AWS::Scheduler::ScheduleGroup').map(([, { Properties }]) => Properties.Name),
        ...of('AWS::CloudWatch::Dashboard').map(([, { Properties }]) => Properties.DashboardName),
      ]
      return [app.synth().stacks[0]?.stackName, ...named]
    }
    const main = namesOf({})
    const staging = namesOf({ 'plimsoll:stage': 'staging' })
    expect(main).toEqual(['Plimsoll', 'plimsoll', 'plimsoll', 'plimsoll'])
    expect(staging).toEqual(main.map((name) => `${name}-staging`))
  })

  it.each(['Staging', '1st', 'a'.repeat(21), 'a_b', ''])('is not called %j', (stage) => {
    expect(() => templateOf({ 'plimsoll:stage': stage })).toThrow('plimsoll:stage')
  })
})

describe('a domain of one’s own', () => {
  const withZone = {
    'plimsoll:domain': 'help.example.org',
    'plimsoll:zoneId': 'Z1',
    'plimsoll:zoneName': 'example.org',
  }

  it('gets a certificate by its zone, and leads to the distribution', () => {
    const { of } = templateOf(withZone)
    expect(of('AWS::CertificateManager::Certificate').map(([, { Properties }]) => Properties)).toMatchObject([
      { DomainName: 'help.example.org', DomainValidationOptions: [{ HostedZoneId: 'Z1' }] },
    ])
    expect(of('AWS::Route53::RecordSet').map(([, { Properties }]) => [Properties.Name, Properties.Type])).toEqual([
      ['help.example.org.', 'A'],
      ['help.example.org.', 'AAAA'],
    ])
  })

  it('takes a given certificate, and leaves the addresses to whoever holds the zone', () => {
    const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/abc'
    const chosen = { 'plimsoll:domain': 'help.example.org', 'plimsoll:certificateArn': certificateArn }
    expect(distribution(chosen)).toMatchObject({
      Aliases: ['help.example.org'],
      ViewerCertificate: { AcmCertificateArn: certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
    })
    expect(templateOf(chosen).of('AWS::Route53::RecordSet')).toEqual([])
  })

  it('is what mails link to', () => {
    const functions = templateOf(withZone).of('AWS::Lambda::Function')
    const [, notify] = functions.find(([id]) => id === 'NotifyPeople') ?? []
    expect(notify?.Properties.Environment).toMatchObject({ Variables: { SITE_URL: 'https://help.example.org' } })
  })

  it('that is given up by "none" leaves the address that CloudFront gives, whatever else was chosen for it', () => {
    const chosen = { ...withZone, 'plimsoll:domain': 'none' }
    expect(distribution(chosen).Aliases).toBeUndefined()
    expect(Object.keys(templateOf(chosen).resources)).toEqual(Object.keys(templateOf().resources))
  })

  it.each([
    [{ 'plimsoll:domain': 'help.example.org' }, 'needs plimsoll:zoneId'],
    [{ 'plimsoll:domain': 'help.example.org', 'plimsoll:zoneId': 'Z1' }, 'belong together'],
    [
      { 'plimsoll:domain': 'help.example.org', 'plimsoll:certificateArn': 'arn:aws:acm:eu-west-1:1:certificate/a' },
      'us-east-1 alone',
    ],
  ])('is refused when nobody could vouch for it: %o', (chosen, says) => {
    expect(() => templateOf(chosen)).toThrow(says)
  })
})

describe('the mail domain', () => {
  const withDomain = (mailIdentity?: string) => ({
    'plimsoll:mailDomain': 'example.org',
    ...(mailIdentity && { 'plimsoll:mailIdentity': mailIdentity }),
  })
  const identities = (chosen: Readonly<Record<string, string>>) =>
    templateOf(chosen)
      .of('AWS::SES::EmailIdentity')
      .map(([, { Properties }]) => Properties.EmailIdentity)
  const sending = (chosen: Readonly<Record<string, string>>) => {
    const { resources } = templateOf(chosen)
    const role = JSON.stringify(resources.NotifyPeopleRole?.Properties)
    const variables = resources.NotifyPeople?.Properties.Environment
    return { resources: role.match(/:(identity|configuration-set)\/[^"]*/g), role, variables }
  }

  it('is made known to SES by the one stage that does not find it there', () => {
    expect(identities(withDomain())).toEqual(['example.org'])
    expect(identities(withDomain('verified'))).toEqual(['example.org'])
    expect(identities(withDomain('existing'))).toEqual([])
  })

  it('is not there where no mail is sent: functions know no sender, and may send nothing', () => {
    const may = sending({ 'plimsoll:mailDomain': 'none' })
    expect(identities({ 'plimsoll:mailDomain': 'none' })).toEqual([])
    expect(may.resources).toBeNull()
    expect(may.role).not.toContain('ses:')
    expect(may.variables).not.toMatchObject({ Variables: { MAIL_FROM: expect.anything() } })
  })

  it('that is given up by "none" leaves a stage without one, whatever else was chosen for it', () => {
    const chosen = { 'plimsoll:mailDomain': 'none' }
    expect(templateOf({ ...chosen, 'plimsoll:mailIdentity': 'verified' }).text).toBe(templateOf(chosen).text)
  })

  it('is nobody’s where nothing is said, as on the local host, whose mailbox takes mails from anybody', () => {
    expect(identities({})).toEqual([])
    expect(sending({})).toMatchObject({
      variables: { Variables: { MAIL_FROM: 'support@plimsoll.example' } },
      resources: [':identity/*'],
    })
  })

  it.each([
    ['its own stage', undefined, [':identity/*']],
    ['somebody else', 'existing', [':configuration-set/*', ':identity/*']],
  ])(
    'that %s made known is what functions send from, under no other name, to whomever SES knows',
    (_case, mailIdentity, resources) => {
      const may = sending(withDomain(mailIdentity))
      expect(may.resources).toEqual(resources)
      expect(may.role).toContain('{"StringEquals":{"ses:FromAddress":"support@example.org"}}')
      expect(may.variables).toMatchObject({ Variables: { MAIL_FROM: 'support@example.org' } })
    },
  )

  it('sends codes for new passwords as soon as it is verified, which Cognito insists on', () => {
    const codes = (mailIdentity?: string) =>
      templateOf(withDomain(mailIdentity)).resources.UserPool?.Properties.EmailConfiguration
    const bySes = {
      EmailSendingAccount: 'DEVELOPER',
      From: 'support@example.org',
      SourceArn: { 'Fn::Join': ['', [expect.any(String), { Ref: 'AWS::AccountId' }, ':identity/example.org']] },
    }
    expect(codes()).toBeUndefined()
    expect(codes('verified')).toEqual(bySes)
    expect(codes('existing')).toEqual(bySes)
  })

  it.each([
    [{ 'plimsoll:mailDomain': 'example.org', 'plimsoll:mailIdentity': 'mine' }, 'new, verified, existing, not mine'],
    [{ 'plimsoll:mailIdentity': 'existing' }, 'belongs to a plimsoll:mailDomain'],
  ])('is refused if it is unclear who made it known: %o', (chosen, says) => {
    expect(() => templateOf(chosen)).toThrow(says)
  })
})

describe('the model', () => {
  const [inUsEast1, inUsEast2, inUsWest2, inNoRegion] = ['us-east-1', 'us-east-2', 'us-west-2', ''].map(
    (region) => `arn:aws:bedrock:${region}::foundation-model/amazon.nova-pro-v1:0`,
  )
  const profile = (name: string) => `arn:aws:bedrock:us-east-1:<AWS::AccountId>:inference-profile/${name}`
  const provisioned = 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/a1b2c3d4e5f6'

  it.each([
    ['us.amazon.nova-pro-v1:0', [profile('us.amazon.nova-pro-v1:0'), inUsEast1, inUsEast2, inUsWest2]],
    ['global.amazon.nova-pro-v1:0', [profile('global.amazon.nova-pro-v1:0'), inUsEast1, inNoRegion]],
    ['amazon.nova-pro-v1:0', [inUsEast1]],
    [provisioned, [provisioned]],
  ])('%s may be asked by the functions that are told of it', (modelId, wanted) => {
    const { resources } = templateOf({ 'plimsoll:modelId': modelId })
    const template = readLintTemplate({ Resources: resources })
    const granted = statementsOfRole(template, 'TriageTicketRole')
      .filter(({ actions }) => actions.includes('bedrock:InvokeModel'))
      .flatMap((statement) => statement.resources.map(textOf))
    expect(granted.toSorted()).toEqual(wanted.toSorted())
    expect(resources.TriageTicket?.Properties.Environment).toMatchObject({ Variables: { MODEL_ID: modelId } })
    expect(missingServiceGrants(template)).toEqual([])
  })

  it.each([
    'eu.amazon.nova-pro-v1:0',
    'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6',
    'arn:aws:bedrock:eu-west-1:111122223333:provisioned-model/a1b2c3d4e5f6',
    'nova',
    '',
  ])('%j is refused, as no function could be allowed to ask it', (modelId) => {
    expect(() => templateOf({ 'plimsoll:modelId': modelId })).toThrow('plimsoll:modelId')
  })
})

it.each(['0', '-1', '1.5', 'many', '257'])('%s is no number of index shards, which ends at 256', (indexShards) => {
  expect(() => templateOf({ 'plimsoll:indexShards': indexShards })).toThrow(
    'plimsoll:indexShards is a whole number from 1 to 256',
  )
})

it('a renewed origin secret changes the template, so that CloudFormation looks it up again', () => {
  const headers = (chosen: Readonly<Record<string, string>>) => JSON.stringify(distribution(chosen).Origins)
  expect(headers({ 'plimsoll:originSecretVersion': 'v2' })).toContain('v2}}')
  expect(headers({})).not.toContain('v2}}')
})

it.each([
  [
    'a domain in a zone, and a mail domain that it made known',
    {
      'plimsoll:domain': 'help.example.org',
      'plimsoll:zoneId': 'Z1',
      'plimsoll:zoneName': 'example.org',
      'plimsoll:mailDomain': 'example.org',
      'plimsoll:mailIdentity': 'verified',
      'plimsoll:modelId': 'global.amazon.nova-2-lite-v1:0',
    },
  ],
  ['nothing of its own, as a first deployment may be', { 'plimsoll:mailDomain': 'none' }],
  [
    'a certificate, and a mail domain that somebody else made known',
    {
      'plimsoll:domain': 'help.example.org',
      'plimsoll:certificateArn': 'arn:aws:acm:us-east-1:111122223333:certificate/abc',
      'plimsoll:mailDomain': 'example.org',
      'plimsoll:mailIdentity': 'existing',
      'plimsoll:modelId': 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/a1b2c3d4e5f6',
    },
  ],
])('the gate finds nothing in the template of a stage with %s', async (_case, chosen) => {
  const { app, text } = templateOf(chosen)
  expect(await checkTemplate(text, app, mkdtempSync(join(tmpdir(), 'plimsoll-check-')))).toEqual([])
})

describe('an alarm', () => {
  const descriptions = (chosen: Readonly<Record<string, string>>) =>
    templateOf(chosen)
      .of('AWS::CloudWatch::Alarm')
      .map(([, { Properties }]) => String(Properties.AlarmDescription))

  it('ends with a link to its chapter of the runbook, where the installation says at which address that is', () => {
    const runbookUrl = 'https://git.example.org/plimsoll/blob/main/docs/runbook.md'
    expect(descriptions({}).filter((text) => !/: docs\/runbook\.md#[a-z-]+$/.test(text))).toEqual([])
    const linked = descriptions({ 'plimsoll:runbookUrl': runbookUrl })
    expect(linked.length).toBeGreaterThan(0)
    expect(linked.filter((text) => !new RegExp(`: ${runbookUrl}#[a-z-]+$`).test(text))).toEqual([])
  })

  it.each(['docs/runbook.md', 'http://git.example.org/runbook.md', 'https://git.example.org/runbook.md#top', ''])(
    'does not lead to %j',
    (runbookUrl) => {
      expect(() => templateOf({ 'plimsoll:runbookUrl': runbookUrl })).toThrow('plimsoll:runbookUrl')
    },
  )
})
