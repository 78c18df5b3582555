import { RefusedError } from '../../domain/errors.ts'
import { signIn } from '../../platform/accounts.ts'
import { route } from '../pipeline/http.ts'
import { sessionOf } from './session-of.ts'

const badCredentials = (cause?: unknown): RefusedError =>
  new RefusedError('unauthenticated', 'bad_credentials', 'the e-mail address or the password is wrong', { cause })

/** Signs in; an unknown address and a wrong password get the same answer. */
export const login = route('login', async ({ body: { email, password } }) => {
  const tokens = await signIn(email, password)
  if (tokens?.refresh_token === undefined) throw badCredentials()
  try {
    return { ...(await sessionOf(tokens)), refresh_token: tokens.refresh_token }
  } catch (error) {
    // A signup that broke off has left an account without a user.
    throw error instanceof RefusedError && error.refusal === 'unauthenticated' ? badCredentials(error) : error
  }
})
