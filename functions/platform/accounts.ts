import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  type AuthenticationResultType,
  CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { RefusedError } from '../domain/errors.ts'
import { setting } from './env.ts'
import { logger } from './log.ts'

const client = new CognitoIdentityProviderClient({})

const pool = () => ({ UserPoolId: setting('USER_POOL_ID') })
const ownClient = () => ({ ClientId: setting('USER_POOL_CLIENT_ID') })

/** A signup that takes longer than this is over: its function has timed out. */
const SIGNUP_SECONDS = 60

const failsAs = (error: unknown, ...names: readonly string[]): boolean =>
  error instanceof CognitoIdentityProviderServiceException && names.includes(error.name)

const passwordRefused = (cause: unknown): RefusedError =>
  new RefusedError('invalid', 'password_refused', 'this password cannot be used', {
    cause,
    fields: [{ path: 'password', message: 'must not begin or end with a space' }],
  })

export const emailTaken = (): RefusedError =>
  new RefusedError('conflict', 'email_taken', 'there is an account with this e-mail address already')

const createAccount = async (email: string): Promise<string | undefined> => {
  try {
    const { User } = await client.send(
      new AdminCreateUserCommand({
        ...pool(),
        Username: email,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    )
    return User?.Username
  } catch (error) {
    if (failsAs(error, 'UsernameExistsException')) return undefined
    throw error
  }
}

/** Deletes an account by its e-mail address or its user name; does nothing if there is none. */
export const deleteAccount = async (username: string): Promise<void> => {
  try {
    await client.send(new AdminDeleteUserCommand({ ...pool(), Username: username }))
  } catch (error) {
    if (!failsAs(error, 'UserNotFoundException')) throw error
  }
}

/**
 * Deletes what an interrupted signup has left. It deletes by user name: of two requests that do so at once, neither can
 * delete an account that the other has created since.
 */
const clearRemains = async (email: string): Promise<void> => {
  const { Username, UserCreateDate } = await client.send(new AdminGetUserCommand({ ...pool(), Username: email }))
  const age = Date.now() - (UserCreateDate?.getTime() ?? Date.now())
  if (Username && age > SIGNUP_SECONDS * 1_000) await deleteAccount(Username)
}

/**
 * Opens an account that can sign in at once, for an e-mail address that no user has. An account without a user is what
 * an interrupted signup has left: with the same password it is reused; otherwise it is replaced, once that signup must
 * have timed out.
 *
 * @throws RefusedError `email_taken` if another signup may be under way; `password_refused`
 */
export const openAccount = async (email: string, password: string): Promise<void> => {
  let username = await createAccount(email)
  if (username === undefined) {
    if (await signIn(email, password)) return
    await clearRemains(email)
    username = await createAccount(email)
  }
  if (username === undefined) throw emailTaken()
  try {
    await client.send(
      new AdminSetUserPasswordCommand({ ...pool(), Username: username, Password: password, Permanent: true }),
    )
  } catch (error) {
    await deleteAccount(username)
    throw failsAs(error, 'InvalidPasswordException', 'InvalidParameterException') ? passwordRefused(error) : error
  }
}

export interface Tokens {
  readonly access_token: string
  readonly id_token: string
  /** Only after a sign-in with a password. */
  readonly refresh_token: string | undefined
  /** How long the access token is valid, in seconds. */
  readonly expires_in: number
}

const tokensOf = (result: AuthenticationResultType | undefined): Tokens | undefined => {
  const { AccessToken, IdToken, RefreshToken, ExpiresIn } = result ?? {}
  if (AccessToken === undefined || IdToken === undefined || ExpiresIn === undefined) return undefined
  return { access_token: AccessToken, id_token: IdToken, refresh_token: RefreshToken, expires_in: ExpiresIn }
}

const authenticate = async (
  asked: Promise<{ readonly AuthenticationResult?: AuthenticationResultType | undefined }>,
): Promise<Tokens | undefined> => {
  try {
    const { AuthenticationResult } = await asked
    return tokensOf(AuthenticationResult)
  } catch (error) {
    if (
      failsAs(
        error,
        'NotAuthorizedException',
        'UserNotFoundException',
        'UserNotConfirmedException',
        'PasswordResetRequiredException',
        'InvalidParameterException',
      )
    ) {
      return undefined
    }
    if (
      failsAs(error, 'UserLambdaValidationException', 'UnexpectedLambdaException', 'InvalidLambdaResponseException')
    ) {
      throw new RefusedError('unavailable', 'identity_unavailable', 'sign-in is not available at the moment', {
        cause: error,
        headers: { 'retry-after': '5' },
      })
    }
    throw error
  }
}

/**
 * New tokens for an e-mail address and its password; undefined if they do not match, without telling which is wrong.
 * Only our own role may make this call: attempts to guess passwords must pass the front door and its limits.
 */
export const signIn = (email: string, password: string): Promise<Tokens | undefined> =>
  authenticate(
    client.send(
      new AdminInitiateAuthCommand({
        ...pool(),
        ...ownClient(),
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: email, PASSWORD: password },
      }),
    ),
  )

/** New tokens for a refresh token; undefined if it is unknown, revoked or has expired. */
export const refreshTokens = (refreshToken: string): Promise<Tokens | undefined> =>
  authenticate(
    client.send(
      new InitiateAuthCommand({
        ...ownClient(),
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: refreshToken },
      }),
    ),
  )

/** Ends the session of a refresh token; an unknown token counts as ended (RFC 7009). */
export const revokeSession = async (refreshToken: string): Promise<void> => {
  try {
    await client.send(new RevokeTokenCommand({ ...ownClient(), Token: refreshToken }))
  } catch (error) {
    if (!failsAs(error, 'NotAuthorizedException', 'UnsupportedTokenTypeException', 'InvalidParameterException')) {
      throw error
    }
  }
}

/** Ends all sessions of an account. */
export const revokeAllSessions = async (email: string): Promise<void> => {
  try {
    await client.send(new AdminUserGlobalSignOutCommand({ ...pool(), Username: email }))
  } catch (error) {
    if (!failsAs(error, 'UserNotFoundException')) throw error
  }
}

/** Mails a code for a new password; does not reveal whether there is such an account. */
export const mailResetCode = async (email: string): Promise<void> => {
  try {
    await client.send(new ForgotPasswordCommand({ ...ownClient(), Username: email }))
  } catch (error) {
    const isOfOneAccount = failsAs(
      error,
      'UserNotFoundException',
      'NotAuthorizedException',
      'InvalidParameterException',
      'LimitExceededException',
      'CodeDeliveryFailureException',
    )
    if (!isOfOneAccount) throw error
    logger.info('no reset code sent', { error })
  }
}

/**
 * Sets a new password with a mailed code.
 *
 * @throws RefusedError `code_invalid`, also for unknown addresses; `password_refused`; `limited`
 */
export const resetPassword = async (email: string, code: string, password: string): Promise<void> => {
  try {
    await client.send(
      new ConfirmForgotPasswordCommand({
        ...ownClient(),
        Username: email,
        ConfirmationCode: code,
        Password: password,
      }),
    )
  } catch (error) {
    if (failsAs(error, 'InvalidPasswordException')) throw passwordRefused(error)
    if (failsAs(error, 'LimitExceededException', 'TooManyFailedAttemptsException')) {
      throw new RefusedError('limited', 'too_many_attempts', 'too many attempts; please try again later', {
        cause: error,
        headers: { 'retry-after': '900' },
      })
    }
    const names = [
      'CodeMismatchException',
      'ExpiredCodeException',
      'UserNotFoundException',
      'UserNotConfirmedException',
      'NotAuthorizedException',
      'InvalidParameterException',
    ]
    if (!failsAs(error, ...names)) throw error
    throw new RefusedError('invalid', 'code_invalid', 'the code is wrong or has expired', {
      cause: error,
      fields: [{ path: 'code', message: 'is wrong or has expired' }],
    })
  }
}
