import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Mailbox, startMailbox } from '../../lib/local/mailbox.ts'
import { newDataDir, type OneService, removeDataDir, serve } from './one-service.ts'

const at = '2026-03-01T09:30:00.000Z'

let dataDir: string
let mailbox: Mailbox
let service: OneService
let ses: SESv2Client

const open = async (identities: readonly string[] = ['plimsoll.example']) => {
  mailbox = await startMailbox({ dataDir, identities, now: () => new Date(at) })
  service = await serve('ses', mailbox)
  ses = new SESv2Client(service.client)
}

beforeEach(async () => {
  dataDir = newDataDir()
  await open()
})

afterEach(async () => {
  await service.close()
  removeDataDir(dataDir)
})

const aMail = (changes: Partial<SendEmailCommandInput> = {}): SendEmailCommand =>
  new SendEmailCommand({
    FromEmailAddress: 'Plimsoll <support@plimsoll.example>',
    Destination: { ToAddresses: ['ann@example.com'] },
    Content: { Simple: { Subject: { Data: 'Grüße' }, Body: { Text: { Data: 'Hello\nAnn' } } } },
    ...changes,
  })

const simple = (changes: object): Partial<SendEmailCommandInput> => ({
  Content: { Simple: { Subject: { Data: 'Hi' }, Body: { Text: { Data: 'Hello' } }, ...changes } },
})

describe('what is sent', () => {
  it('is in the mailbox, with a right on the sender’s identity', async () => {
    const { MessageId } = await ses.send(aMail())
    expect(MessageId).toBeTruthy()
    expect(mailbox.list()).toEqual([{ to: 'ann@example.com', subject: 'Grüße', text: 'Hello\nAnn', html: '', at }])
    expect(service.rights).toEqual([
      {
        action: 'ses:SendEmail',
        resource: 'arn:aws:ses:us-east-1:000000000000:identity/plimsoll.example',
        context: { 'ses:FromAddress': 'support@plimsoll.example' },
      },
    ])
  })

  it('may come from any domain if the template makes no identity, as the account may already have one', async () => {
    await service.close()
    await open([])
    await ses.send(aMail())
    expect(mailbox.list()).toHaveLength(1)
    expect(service.rights).toMatchObject([{ resource: 'arn:aws:ses:us-east-1:000000000000:identity/plimsoll.example' }])
  })

  it('keeps its HTML, and shows no header that the sender added', async () => {
    const Headers = [{ Name: 'List-Unsubscribe', Value: '<https://plimsoll.example/u>' }]
    await ses.send(aMail(simple({ Body: { Html: { Data: '<p>Hello</p>' } }, Headers })))
    expect(mailbox.list()).toEqual([{ to: 'ann@example.com', subject: 'Hi', text: '', html: '<p>Hello</p>', at }])
  })

  it('survives a restart, in the order of sending', async () => {
    await ses.send(aMail(simple({ Subject: { Data: 'first' } })))
    mailbox.deliver({ to: 'bob@example.com', subject: 'second', text: 'a code' })
    await service.close()
    await open()
    expect(mailbox.list().map(({ subject }) => subject)).toEqual(['first', 'second'])
  })
})

it('forgets the oldest beyond ten thousand', () => {
  for (let n = 0; n <= 10_000; n++) mailbox.deliver({ to: 'ann@example.com', subject: String(n), text: 'x' })
  expect(mailbox.list()).toHaveLength(10_000)
  expect(mailbox.list()[0]?.subject).toBe('1')
})

describe('what SES would refuse', () => {
  it.each([
    ['no recipient', { Destination: { ToAddresses: [] } }],
    ['no domain', { Destination: { ToAddresses: ['ann'] } }],
    ['a domain with a space', { Destination: { ToAddresses: ['ann@exa mple.com'] } }],
    ['a line break in an address', { Destination: { ToAddresses: ['ann@example.com\r\nBcc: eve@example.com'] } }],
    ['a line break in a display name', { Destination: { ToAddresses: ['Ann\nBcc: eve@x.com <ann@example.com>'] } }],
    ['two addresses in one', { Destination: { ToAddresses: ['ann@example.com, eve@example.com'] } }],
    ['an address that is not ASCII', { Destination: { ToAddresses: ['änn@example.com'] } }],
    ['51 recipients', { Destination: { ToAddresses: Array.from({ length: 51 }, (_, i) => `a${i}@example.com`) } }],
    ['a bad reply address', { ReplyToAddresses: ['nobody'] }],
    ['a line break in the subject', simple({ Subject: { Data: 'Hi\r\nBcc: eve@example.com' } })],
    ['a line break in a header', simple({ Headers: [{ Name: 'X-A', Value: 'b\r\nBcc: eve@example.com' }] })],
    ['a colon in a header’s name', simple({ Headers: [{ Name: 'X: A', Value: 'b' }] })],
    ['a header that is SES’s own', simple({ Headers: [{ Name: 'BCC', Value: 'eve@example.com' }] })],
    ['no body', simple({ Body: {} })],
    ['no subject', simple({ Subject: { Data: '' } })],
  ])('is refused: %s', async (_case, changes) => {
    await expect(ses.send(aMail(changes))).rejects.toMatchObject({ name: 'BadRequestException' })
    expect(mailbox.list()).toEqual([])
  })

  it.each(['eve@example.com', 'eve@evil-plimsoll.example'])(
    'is refused: %s as an unverified sender',
    async (sender) => {
      await expect(ses.send(aMail({ FromEmailAddress: sender }))).rejects.toMatchObject({ name: 'MessageRejected' })
      expect(mailbox.list()).toEqual([])
    },
  )

  it('is refused: what the mailbox does not emulate', async () => {
    const raw = { Content: { Raw: { Data: Buffer.from('From: a@plimsoll.example') } } }
    await expect(ses.send(aMail(raw))).rejects.toMatchObject({ name: 'BadRequestException' })
  })
})

it.each([
  ['throttle', 'TooManyRequestsException', 429],
  ['down', 'InternalServiceErrorException', 500],
] as const)('takes nothing while told to %s, and all again afterwards', async (behaviour, name, httpStatusCode) => {
  mailbox.setBehaviour(behaviour)
  await expect(ses.send(aMail())).rejects.toMatchObject({ name, $metadata: { httpStatusCode } })
  mailbox.setBehaviour('normal')
  await ses.send(aMail())
  expect(mailbox.list()).toHaveLength(1)
})
