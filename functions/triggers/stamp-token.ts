import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda'
import { findUserByEmail } from '../stores/people.ts'

/**
 * Copies role, name and department from the user's row into the tokens, at every sign-in and refresh. An account
 * without a user gets bare tokens, which open nothing; so does one whose address is not verified, since an account's
 * owner can change the address without our API.
 */
export const handler = async (event: PreTokenGenerationV2TriggerEvent): Promise<PreTokenGenerationV2TriggerEvent> => {
  const { email = '', email_verified: isVerified } = event.request.userAttributes
  const user = isVerified === 'true' ? await findUserByEmail(email.toLowerCase()) : undefined
  if (!user) return event
  const accessClaims = {
    plimsoll_id: user.id,
    plimsoll_role: user.role,
    plimsoll_name: user.name,
    plimsoll_email: user.email,
    ...(user.department_id !== null && { plimsoll_department: user.department_id }),
  }
  return {
    ...event,
    response: {
      claimsAndScopeOverrideDetails: {
        accessTokenGeneration: { claimsToAddOrOverride: accessClaims },
        idTokenGeneration: { claimsToAddOrOverride: { name: user.name } },
      },
    },
  }
}
