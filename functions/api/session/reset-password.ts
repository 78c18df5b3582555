import { revokeAllSessions, resetPassword as setPassword } from '../../platform/accounts.ts'
import { route } from '../../platform/http.ts'

/** Sets a new password by the code that was mailed, and ends all sessions: none that began with the old one is renewed. */
export const resetPassword = route('resetPassword', async ({ body: { email, code, password } }) => {
  await setPassword(email, code, password)
  await revokeAllSessions(email)
  return undefined
})
