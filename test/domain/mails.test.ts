import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  applicationMail,
  type Mail,
  type Notification,
  progressMail,
  ticketReceivedMail,
  welcomeMail,
} from '../../functions/domain/mails.ts'

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
  fc.constantFrom('a\r\nBcc: all@example.org', 'a\u2028b', '<img src=x onerror=alert(1)>', '"><script>', '\u0000'),
)

it('lets no text begin a header of its own: a subject is one line of sound characters, and not empty', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const { subject } of every(text)) {
        expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
        expect(subject.isWellFormed()).toBe(true)
        expect(subject.length).toBeGreaterThan(0)
        expect(subject.length).toBeLessThanOrEqual(150)
      }
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
