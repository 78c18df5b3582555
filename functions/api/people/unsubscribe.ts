import { RefusedError } from '../../domain/errors.ts'
import { newId } from '../../platform/ids.ts'
import { emailOfToken } from '../../platform/unsubscribe-link.ts'
import { endNotifications } from '../../stores/mail-wishes.ts'
import { route } from '../pipeline/http.ts'

/** Ends notifications to the address that the signed link was mailed to. */
export const unsubscribe = route('unsubscribe', async ({ body: { token }, once }) => {
  const email = await emailOfToken(token)
  if (email === undefined) {
    throw new RefusedError('invalid', 'link_invalid', 'this link is not complete', {
      fields: [{ path: 'token', message: 'is not from one of our mails' }],
    })
  }
  await endNotifications(email, { event_id: newId(), now: new Date() }, once(undefined))
  return undefined
})
