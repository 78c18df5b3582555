import { mailResetCode } from '../../platform/accounts.ts'
import { route } from '../pipeline/http.ts'

/** Mails a code for a new password, if there is such an account; the answer is the same if not. */
export const forgotPassword = route('forgotPassword', async ({ body: { email } }) => {
  await mailResetCode(email)
  return undefined
})
