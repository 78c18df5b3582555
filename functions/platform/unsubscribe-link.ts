import { createHmac, timingSafeEqual } from 'node:crypto'
import { setting } from './env.ts'
import { secret } from './secrets.ts'

const signatureOf = async (email: string): Promise<Buffer> =>
  createHmac('sha256', await secret('TRACKING_SECRET_ARN'))
    // No ticket's id begins like this, so that a token of an unsubscribe link is never one of a ticket.
    .update(`unsubscribe ${email}`)
    .digest()

/**
 * A link that ends notifications to an address; the token is in the fragment, which browsers do not send to a server.
 */
export const unsubscribeLink = async (email: string): Promise<string> => {
  const token = `${Buffer.from(email).toString('base64url')}.${(await signatureOf(email)).toString('base64url')}`
  return `${setting('SITE_URL')}/unsubscribe#${token}`
}

/** The address in the token of an unsubscribe link; undefined if we did not sign it. */
export const emailOfToken = async (token: string): Promise<string | undefined> => {
  const [address = '', signature = ''] = token.split('.')
  const email = Buffer.from(address, 'base64url').toString('utf8')
  const [given, right] = [Buffer.from(signature, 'base64url'), await signatureOf(email)]
  return given.length === right.length && timingSafeEqual(given, right) ? email : undefined
}
