import { randomUUID } from 'node:crypto'
import { AwsError } from '../aws-service.ts'
import { codeMismatch, deliveryTo, redeemCode, sendCode } from './codes.ts'
import {
  afterConfirmation,
  clientNamed,
  type Directory,
  newEmail,
  notAuthorized,
  type Operation,
  ownAttributes,
  userUnknown,
} from './directory.ts'
import { checkPolicy, hashPassword } from './passwords.ts'
import { attributesIn, invalidParameter, requiredText } from './request.ts'
import type { StoredUser } from './rows.ts'

const canReset = (user: StoredUser): boolean => user.enabled && user.attributes.email_verified === 'true'

/** Unsigned operations of users on their own account. */
export const accountOperations = (directory: Directory): Readonly<Record<string, Operation>> => {
  const { store } = directory

  const signUp: Operation = async (members) => {
    const { pool } = clientNamed(directory, members)
    if (!pool.allowsSignUp) throw notAuthorized('SignUp is not permitted for this user pool')
    const email = newEmail(members)
    const password = requiredText(members, 'Password')
    checkPolicy(password, pool.passwordPolicy)
    const given = ownAttributes(pool, attributesIn(members, 'UserAttributes'))
    if (given.email_verified !== undefined) throw notAuthorized('A client attempted to write unauthorized attribute')
    const at = directory.now().getTime()
    const user: StoredUser = {
      sub: randomUUID(),
      email,
      passwordHash: await hashPassword(password),
      status: 'UNCONFIRMED',
      enabled: true,
      attributes: { ...given, email_verified: 'false' },
      createdAt: at,
      updatedAt: at,
    }
    if (!store.addUser(pool.poolId, user)) {
      throw new AwsError(400, 'UsernameExistsException', 'An account with the given email already exists.')
    }
    if (!pool.mailsCodeAtSignUp) return { UserConfirmed: false, UserSub: user.sub }
    sendCode(directory, pool, user, 'confirm')
    return { UserConfirmed: false, UserSub: user.sub, CodeDeliveryDetails: deliveryTo(email) }
  }

  const confirmSignUp: Operation = async (members) => {
    const { pool, client } = clientNamed(directory, members)
    const code = requiredText(members, 'ConfirmationCode')
    const user = store.findUser(pool.poolId, requiredText(members, 'Username'))
    if (!user) throw client.hidesUnknownUsers ? codeMismatch() : userUnknown()
    if (user.status !== 'UNCONFIRMED') {
      throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`)
    }
    redeemCode(directory, pool, user, 'confirm', code)
    const confirmed: StoredUser = {
      ...user,
      status: 'CONFIRMED',
      attributes: { ...user.attributes, email_verified: 'true' },
      updatedAt: directory.now().getTime(),
    }
    store.saveUser(pool.poolId, confirmed)
    await afterConfirmation(directory, pool, confirmed, {
      clientId: client.clientId,
      source: 'PostConfirmation_ConfirmSignUp',
    })
    return {}
  }

  const forgotPassword: Operation = async (members) => {
    const { pool, client } = clientNamed(directory, members)
    const name = requiredText(members, 'Username')
    const user = store.findUser(pool.poolId, name)
    if (user && canReset(user)) sendCode(directory, pool, user, 'reset')
    else if (!client.hidesUnknownUsers) {
      throw user
        ? invalidParameter(
            'Cannot reset password for the user as there is no registered/verified email or phone_number',
          )
        : userUnknown()
    }
    return { CodeDeliveryDetails: deliveryTo(name) }
  }

  const confirmForgotPassword: Operation = async (members) => {
    const { pool, client } = clientNamed(directory, members)
    const password = requiredText(members, 'Password')
    const code = requiredText(members, 'ConfirmationCode')
    checkPolicy(password, pool.passwordPolicy)
    const passwordHash = await hashPassword(password)
    const user = store.findUser(pool.poolId, requiredText(members, 'Username'))
    if (!user || !canReset(user)) throw client.hidesUnknownUsers ? codeMismatch() : userUnknown()
    redeemCode(directory, pool, user, 'reset', code)
    const renewed: StoredUser = { ...user, passwordHash, status: 'CONFIRMED', updatedAt: directory.now().getTime() }
    store.saveUser(pool.poolId, renewed)
    await afterConfirmation(directory, pool, renewed, {
      clientId: client.clientId,
      source: 'PostConfirmation_ConfirmForgotPassword',
    })
    return {}
  }

  return {
    SignUp: signUp,
    ConfirmSignUp: confirmSignUp,
    ForgotPassword: forgotPassword,
    ConfirmForgotPassword: confirmForgotPassword,
  }
}
