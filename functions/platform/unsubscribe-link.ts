import { createHmac, timingSafeEqual } from 'node:crypto'
import { setting } from './env.ts'
import { secret } from './secrets.ts'

const signatureOf = async (email: string): Promise<Buffer> =>
  createHmac('sha256', await secret('TRACKING_SECRET_ARN'))
    // No ticket's id begins so: a link of one kind is never one of the other.
    .update(`unsubscribe ${email}`)
    .digest()

/** A link that ends notifications to an address; the token stands in the fragment, which no server's log sees. */
export const unsubscribeLink = async (email: string): Promise<string> => {
  const token = `${Buffer.from(email).toString('base64url')}.${(await signatureOf(email)).toString('base64url')}`
  return `${setting('SITE_URL')}/unsubscribe#${token}`
}

/** The address that a token of such a link speaks for; undefined if we did not sign it. */
export const emailOfToken = async (token: string): Promise<string | undefined> => {
  const [address = '', signature = ''] = token.split('.')
  const email = Buffer.from(address, 'base64url').toString('utf8')
  const [given, right] = [Buffer.from(signature, 'base64url'), await signatureOf(email)]
  return given.length === right.length && timingSafeEqual(given, right) ? email : undefined
}
