/** A mail as it is written, before anybody sends it. */
export interface Mail {
  /** One line. */
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** What mails say of a ticket. */
export interface MailedTicket {
  readonly number: string
  readonly title: string
  /** Where the reader follows it; a guest's link holds their key in the fragment. */
  readonly link: string
}

/** What every mail about a ticket needs; its reader can unsubscribe. */
export interface Notification {
  readonly ticket: MailedTicket
  readonly recipient: string
  readonly unsubscribeLink: string
}

/** Length at which subjects are cut: mail programs show no more, and headers have a limit (RFC 5322, 2.1.1). */
const SUBJECT_CHARACTERS = 150

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character)

/** One line without control characters, so that no text can start another header. */
const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, SUBJECT_CHARACTERS)
    .toWellFormed()

interface Parts {
  readonly subject: string
  readonly greeting: string
  readonly paragraphs: readonly string[]
  /** What somebody else wrote, set apart from our own words. */
  readonly quotes?: readonly string[]
  readonly action?: { readonly label: string; readonly link: string }
  readonly unsubscribeLink?: string
}

const REASON = 'You get this mail because you asked for support.'

const textOf = ({ greeting, paragraphs, quotes = [], action, unsubscribeLink }: Parts): string =>
  [
    greeting,
    ...paragraphs,
    ...quotes.map((quote) => quote.replaceAll(/^/gm, '> ')),
    ...(action ? [`${action.label}: ${action.link}`] : []),
    ...(unsubscribeLink === undefined ? [] : [`${REASON} No more mails about tickets: ${unsubscribeLink}`]),
  ].join('\n\n')

const paragraph = (text: string): string => `<p>${escaped(text).replaceAll('\n', '<br>')}</p>`

const htmlOf = ({ subject, greeting, paragraphs, quotes = [], action, unsubscribeLink }: Parts): string =>
  [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(oneLine(subject))}</title></head><body>`,
    ...[greeting, ...paragraphs].map(paragraph),
    ...quotes.map((quote) => `<blockquote>${paragraph(quote)}</blockquote>`),
    ...(action ? [`<p><a href="${escaped(action.link)}">${escaped(action.label)}</a></p>`] : []),
    ...(unsubscribeLink === undefined
      ? []
      : [`<p><small>${REASON} <a href="${escaped(unsubscribeLink)}">No more mails about tickets</a></small></p>`]),
    '</body></html>',
  ].join('')

const mail = (parts: Parts): Mail => ({
  subject: oneLine(parts.subject),
  text: textOf(parts),
  html: htmlOf(parts),
})

const hello = (name: string): string => `Hello ${oneLine(name)},`

export const welcomeMail = (name: string, siteUrl: string): Mail =>
  mail({
    subject: 'Welcome to Plimsoll',
    greeting: hello(name),
    paragraphs: ['your account is ready. You can open tickets and follow them at any time.'],
    action: { label: 'Go to your tickets', link: siteUrl },
  })

const followAction = ({ link }: MailedTicket) => ({ label: 'Follow your ticket', link })

const aboutTicket = (
  { ticket, recipient, unsubscribeLink }: Notification,
  prefix: string,
  rest: Pick<Parts, 'paragraphs' | 'quotes'>,
): Mail =>
  mail({
    subject: `[${ticket.number}] ${prefix}${ticket.title}`,
    greeting: hello(recipient),
    ...rest,
    action: followAction(ticket),
    unsubscribeLink,
  })

const receivedParagraphs = (number: string): readonly string[] => [
  `we have received your request and given it the number ${number}.`,
  'We will write to you as soon as there is an answer.',
]

export const ticketReceivedMail = (notification: Notification): Mail =>
  aboutTicket(notification, 'We have your request: ', { paragraphs: receivedParagraphs(notification.ticket.number) })

/**
 * The first mail to an address that anybody may have entered. It quotes nothing from the ticket, so that nobody can use
 * it to send their own words to a stranger.
 */
export const guestTicketReceivedMail = ({ ticket, unsubscribeLink }: Omit<Notification, 'recipient'>): Mail =>
  mail({
    subject: `[${ticket.number}] We have your request`,
    greeting: 'Hello,',
    paragraphs: [
      ...receivedParagraphs(ticket.number),
      'If you did not ask for anything, somebody gave your address by mistake, and you need do nothing.',
    ],
    action: followAction(ticket),
    unsubscribeLink,
  })

export interface Progress {
  /** Answers of staff, oldest first; several if they were held back for a digest. */
  readonly replies: readonly { readonly author: string; readonly body: string }[]
  readonly resolved: boolean
}

/** What has happened to a ticket: answers, its resolution, or both. */
export const progressMail = (notification: Notification, { replies, resolved }: Progress): Mail => {
  const { number } = notification.ticket
  const authors = [...new Set(replies.map(({ author }) => oneLine(author)))].join(' and ')
  const ending = `Your request ${number} is resolved. If it is not, just add a comment: that opens it again.`
  return aboutTicket(notification, resolved ? 'Resolved: ' : 'Re: ', {
    paragraphs: [
      ...(replies.length > 0 ? [`${authors} answered your request ${number}.`] : []),
      ...(resolved ? [ending] : []),
    ],
    quotes: replies.map(({ body }) => body),
  })
}

export const applicationMail = (name: string, approved: boolean, siteUrl: string): Mail =>
  mail({
    subject: approved ? 'You are now an agent' : 'About your application',
    greeting: hello(name),
    paragraphs: approved
      ? ['your application was approved. Please sign in again to see the desk.']
      : ['thank you for your application. We cannot take you on as an agent at the moment.'],
    ...(approved && { action: { label: 'Go to the desk', link: `${siteUrl}/console` } }),
  })
