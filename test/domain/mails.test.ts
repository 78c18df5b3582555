import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { Email } from '../../functions/contracts/basics.ts'
import {
  applicationMail,
  type Mail,
  type Notification,
  progressMail,
  ticketReceivedMail,
  welcomeMail,
} from '../../functions/domain/mails.ts'
import { headerLines } from '../corpora/header-lines.ts'

const aNotification = (given: Partial<Notification['ticket']> = {}, recipient = 'Lena'): Notification => ({
  ticket: { number: 'PL-0000TKT1', title: 'Charged twice', link: 'https://s.example/t/1#key', ...given },
  recipient,
  unsubscribeLink: 'https://s.example/unsubscribe#signed',
})

const every = (text: string): readonly Mail[] => [
  welcomeMail(text, 'https://s.example'),
  applicationMail(text, true, 'https://s.example'),
  applicationMail(text, false, 'https://s.example'),
  ticketReceivedMail(aNotification({ title: text }, text)),
  progressMail(aNotification({ title: text }, text), { replies: [{ author: text, body: text }], resolved: true }),
]

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...headerLines),
  fc.constantFrom('<img src=x onerror=alert(1)>', '"><script>', '\u0000'),
)

const assertOneLine = (subject: string): void => {
  expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
  expect(subject.isWellFormed()).toBe(true)
  expect(subject.length).toBeGreaterThan(0)
  expect(subject.length).toBeLessThanOrEqual(150)
}

it.each(headerLines)('lets no line of its own begin with %j, in a subject or a greeting', (text) => {
  for (const { subject, text: written } of every(text)) {
    assertOneLine(subject)
    expect(written.split(/[\r\n\v\f\u0085\u2028\u2029]/)[0]).toMatch(/^Hello .+,$/)
  }
})

it.each(headerLines)('takes no address for one that ends in, or begins with, the lines of %j', (text) => {
  for (const address of [`lena@example.org${text}`, `${text}@example.org`]) {
    const { data = '' } = Email.safeParse(address)
    expect(data).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\s]/u)
  }
})

it('lets no text start another header: a subject is one line of well-formed characters, and not empty', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const { subject } of every(text)) assertOneLine(subject)
    }),
  )
})

it('shows what people wrote as text: their words add no element to the page', () => {
  const elements = (html: string) => [...html.matchAll(/<\/?([a-z!]+)/gi)].map(([, name]) => name)
  fc.assert(
    fc.property(anyText, (text) => {
      every(text).forEach(({ html }, place) => {
        const harmless = every(text.replaceAll(/[^\n]/g, 'x'))[place]
        expect(elements(html)).toEqual(elements(harmless?.html ?? ''))
      })
    }),
  )
})

it('leads to the ticket, in text and in HTML, with the key in the fragment', () => {
  const { subject, text, html } = ticketReceivedMail(aNotification())

  expect(subject).toBe('[PL-0000TKT1] We have your request: Charged twice')
  expect(text).toContain('https://s.example/t/1#key')
  expect(html).toContain('href="https://s.example/t/1#key"')
})

it('quotes each answer with its lines, and names who gave it once', () => {
  const replies = [
    { author: 'Ines', body: 'First line\nsecond line' },
    { author: 'Ines', body: 'And one more' },
  ]
  const { subject, text, html } = progressMail(aNotification(), { replies, resolved: false })

  expect(subject).toBe('[PL-0000TKT1] Re: Charged twice')
  expect(text).toContain('Ines answered your request PL-0000TKT1.')
  expect(text).toContain('> First line\n> second line')
  expect(text).toContain('> And one more')
  expect(html).toContain('First line<br>second line')
  expect(text).not.toContain('resolved')
})

it('says that a ticket is resolved, and how to open it again', () => {
  const { subject, text } = progressMail(aNotification(), { replies: [], resolved: true })

  expect(subject).toBe('[PL-0000TKT1] Resolved: Charged twice')
  expect(text).toContain('just add a comment')
  expect(text).not.toContain('answered')
})

it('offers an end of notifications in mails about tickets, and in no others', () => {
  expect(ticketReceivedMail(aNotification()).html).toContain('https://s.example/unsubscribe#signed')
  expect(welcomeMail('Lena', 'https://s.example').text).not.toContain('unsubscribe')
  expect(applicationMail('Lena', true, 'https://s.example').text).toContain('https://s.example/console')
  expect(applicationMail('Lena', false, 'https://s.example').text).not.toContain('console')
})
