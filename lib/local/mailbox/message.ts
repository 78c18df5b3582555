import { AwsError } from '../aws-service.ts'
import { type JsonRecord, recordOf } from '../json-record.ts'

/** An accepted mail, still without its time, and the bare address of its sender. */
export interface Outgoing {
  readonly from: string
  readonly mail: {
    readonly to: string
    readonly subject: string
    readonly text: string
    readonly html: string
  }
}

/** SES's limits. */
const MOST_RECIPIENTS = 50
const MOST_HEADERS = 15
const LONGEST_HEADER_VALUE = 870
/** Members of the request that are acted on, or that only tag a mail. */
const KNOWN_MEMBERS = ['FromEmailAddress', 'Destination', 'Content', 'ReplyToAddresses', 'EmailTags']
/** Headers that belong to SES or to members of their own. */
const RESERVED_HEADERS = new Set([
  'bcc',
  'cc',
  'content-disposition',
  'content-transfer-encoding',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'reply-to',
  'return-path',
  'sender',
  'subject',
  'to',
])

const badRequest = (message: string): AwsError => new AwsError(400, 'BadRequestException', message)

const structure = (members: JsonRecord, name: string): JsonRecord => recordOf(members[name])

const textList = (members: JsonRecord, name: string): readonly string[] => {
  const value = members[name] ?? []
  if (!Array.isArray(value)) throw badRequest(`${name} is not a list`)
  return value.map(String)
}

/** The address in `Name <address>` or by itself, unchecked. */
export const addressIn = (mailbox: string): string => /<([^<>]*)>\s*$/.exec(mailbox)?.[1] ?? mailbox.trim()

/**
 * The bare address of a mailbox.
 *
 * @throws AwsError BadRequestException in SES's words: no domain, a bad domain, control characters, or a local part
 * that is not plain ASCII
 */
const checkedAddress = (mailbox: string): string => {
  const address = addressIn(mailbox)
  const [, local, domain] = /^(.*)@([^@]*)$/s.exec(address) ?? []
  if (/\p{Cc}/u.test(mailbox)) throw badRequest('Local address contains control or whitespace')
  if (local === undefined || domain === undefined || domain === '') throw badRequest("Missing final '@domain'")
  if (!/^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}$/.test(domain)) {
    throw badRequest('Domain contains illegal character')
  }
  if (!/^[!#-'*+\-/-9=?A-Z^-~.]{1,64}$/.test(local)) throw badRequest('Local address contains control or whitespace')
  return address
}

/**
 * Checks the sender's additional headers by SES's rules. They are then dropped, as the mailbox shows only what people
 * read.
 */
const checkHeaders = (simple: JsonRecord): void => {
  const list = simple.Headers ?? []
  if (!Array.isArray(list)) throw badRequest('Headers is not a list')
  if (list.length > MOST_HEADERS) throw badRequest(`a mail may have at most ${MOST_HEADERS} headers`)
  for (const { Name, Value } of list as readonly JsonRecord[]) {
    const name = String(Name)
    const value = String(Value)
    if (!/^[!-9;-~]{1,126}$/.test(name)) throw badRequest(`Invalid header name: ${JSON.stringify(name)}`)
    if (RESERVED_HEADERS.has(name.toLowerCase())) throw badRequest(`Header not allowed: ${name}`)
    if (!/^[ -~]+$/.test(value) || value.length > LONGEST_HEADER_VALUE) {
      throw badRequest(`Invalid header value for header ${name}`)
    }
  }
}

const contentOf = (part: JsonRecord): string => (typeof part.Data === 'string' ? part.Data : '')

/**
 * Reads SES v2's SendEmail with simple content.
 *
 * @throws AwsError BadRequestException for what SES would refuse, and for what is not emulated
 */
export const outgoingMail = (request: JsonRecord): Outgoing => {
  const unknown = Object.keys(request).filter((name) => !KNOWN_MEMBERS.includes(name))
  if (unknown.length > 0) throw badRequest(`the local mailbox does not emulate ${unknown.join(', ')}`)
  const content = structure(request, 'Content')
  if (!content.Simple) throw badRequest('the local mailbox takes simple content only')
  const simple = structure(content, 'Simple')
  const destination = structure(request, 'Destination')
  if (textList(destination, 'CcAddresses').length + textList(destination, 'BccAddresses').length > 0) {
    throw badRequest('the local mailbox does not emulate copies: send to ToAddresses')
  }

  const to = textList(destination, 'ToAddresses')
  if (to.length === 0) throw badRequest('a mail must have at least one destination')
  if (to.length > MOST_RECIPIENTS) throw badRequest('Recipient count exceeds 50.')
  for (const mailbox of [...to, ...textList(request, 'ReplyToAddresses')]) checkedAddress(mailbox)

  const subject = contentOf(structure(simple, 'Subject'))
  if (subject === '') throw badRequest('Subject data is missing')
  if (/\p{Cc}/u.test(subject)) throw badRequest('Subject contains control characters')
  const body = structure(simple, 'Body')
  const text = contentOf(structure(body, 'Text'))
  const html = contentOf(structure(body, 'Html'))
  if (text === '' && html === '') throw badRequest('a mail must have a body')
  checkHeaders(simple)
  return {
    from: checkedAddress(String(request.FromEmailAddress ?? '')),
    mail: { to: to.join(', '), subject, text, html },
  }
}
