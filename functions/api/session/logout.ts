import { revokeAllSessions, revokeSession } from '../../platform/accounts.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

/** Ends the session of the refresh token; without one, all sessions of the caller. */
export const logout = route('logout', async ({ caller, body }) => {
  const refresh_token = body?.refresh_token
  await (refresh_token === undefined ? revokeAllSessions(signedIn(caller).email) : revokeSession(refresh_token))
  return undefined
})
