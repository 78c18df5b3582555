import { RefusedError } from '../../domain/errors.ts'
import { refreshTokens } from '../../platform/accounts.ts'
import { route } from '../pipeline/http.ts'
import { sessionOf } from './session-of.ts'

/** New tokens, with the role and department that hold now. */
export const refreshSession = route('refreshSession', async ({ body: { refresh_token } }) => {
  const tokens = await refreshTokens(refresh_token)
  if (!tokens) throw new RefusedError('unauthenticated', 'refresh_token_invalid', 'please sign in again')
  return sessionOf(tokens)
})
