import { RefusedError } from '../../domain/errors.ts'
import { revokeAllSessions, resetPassword as setPassword } from '../../platform/accounts.ts'
import { route } from '../pipeline/http.ts'

/**
 * Sets a new password by the code that was mailed, then ends all sessions, so that none begun with the old one is
 * renewed. Not before the code was found right, or anybody could sign anybody else out; if ending them fails, the code
 * is used up.
 */
export const resetPassword = route('resetPassword', async ({ body: { email, code, password } }) => {
  await setPassword(email, code, password)
  try {
    await revokeAllSessions(email)
  } catch (cause) {
    const detail = 'the new password is set, but older sessions could not be ended; please reset it once more'
    throw new RefusedError('unavailable', 'identity_unavailable', detail, { cause, headers: { 'retry-after': '5' } })
  }
  return undefined
})
