import { createHmac, timingSafeEqual } from 'node:crypto'
import { isOfSecret, secret } from './secrets.ts'

const tokenOf = (ticketId: string, key: string): string =>
  createHmac('sha256', key).update(ticketId).digest('base64url')

/** The token that lets a guest follow one ticket: derived whenever it is needed, never stored. */
export const trackingToken = async (ticketId: string): Promise<string> =>
  tokenOf(ticketId, await secret('TRACKING_SECRET_ARN'))

/** Whether a token opens a ticket; takes the same time for every wrong token of the right length. */
export const opensTicket = (token: string, ticketId: string): Promise<boolean> =>
  isOfSecret('TRACKING_SECRET_ARN', (key) => {
    const [given, right] = [Buffer.from(token), Buffer.from(tokenOf(ticketId, key))]
    return given.length === right.length && timingSafeEqual(given, right)
  })
