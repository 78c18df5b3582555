import { randomUUID } from 'node:crypto'
import { AwsError } from '../aws-service.ts'
import type { JsonRecord } from '../json-record.ts'
import {
  afterConfirmation,
  attributeList,
  type Directory,
  newEmail,
  notAuthorized,
  notEmulated,
  type Operation,
  ownAttributes,
  poolNamed,
  userNamed,
} from './directory.ts'
import { checkPolicy, hashPassword } from './passwords.ts'
import type { UserPool } from './pool.ts'
import { attributesIn, invalidParameter, optionalText, requiredText } from './request.ts'
import type { StoredUser } from './rows.ts'

/** Most users that one page of ListUsers holds. */
const LONGEST_PAGE = 60

/** Dates are seconds since the epoch in this protocol. */
const described = (user: StoredUser): object => ({
  Username: user.sub,
  UserCreateDate: user.createdAt / 1000,
  UserLastModifiedDate: user.updatedAt / 1000,
  Enabled: user.enabled,
  UserStatus: user.status,
})

/** Parses the filters `email = "…"` and `sub = "…"`, each of which matches one user at most. */
const nameInFilter = (filter: string): { attribute: 'email' | 'sub'; value: string } => {
  const [, attribute, value] = /^\s*"?(email|sub)"?\s*=\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter) ?? []
  if ((attribute !== 'email' && attribute !== 'sub') || value === undefined) {
    throw notEmulated(`the filter ${filter}: only email = "…" and sub = "…"`)
  }
  return { attribute, value: value.replaceAll(/\\(.)/g, '$1') }
}

/** Operations of a signed caller on other people's accounts. */
export const adminOperations = (directory: Directory): Readonly<Record<string, Operation>> => {
  const { store } = directory

  const userOf = (members: JsonRecord): { pool: UserPool; user: StoredUser } => {
    const pool = poolNamed(directory, members)
    return { pool, user: userNamed(directory, pool, members) }
  }

  /** @throws AwsError AliasExistsException if the change takes another user's address */
  const change = (pool: UserPool, user: StoredUser, changes: Partial<StoredUser>): StoredUser => {
    const changed = { ...user, ...changes, updatedAt: directory.now().getTime() }
    if (store.saveUser(pool.poolId, changed)) return changed
    throw new AwsError(400, 'AliasExistsException', 'An account with the given email already exists.')
  }

  const createUser: Operation = async (members) => {
    const pool = poolNamed(directory, members)
    if (members.MessageAction !== 'SUPPRESS') throw notEmulated('mails of AdminCreateUser: send MessageAction SUPPRESS')
    const password = optionalText(members, 'TemporaryPassword')
    if (password) checkPolicy(password, pool.passwordPolicy)
    const at = directory.now().getTime()
    const user: StoredUser = {
      sub: randomUUID(),
      email: newEmail(members),
      passwordHash: password && (await hashPassword(password)),
      status: 'FORCE_CHANGE_PASSWORD',
      enabled: true,
      attributes: ownAttributes(pool, attributesIn(members, 'UserAttributes')),
      createdAt: at,
      updatedAt: at,
    }
    if (!store.addUser(pool.poolId, user)) {
      throw new AwsError(400, 'UsernameExistsException', 'User account already exists')
    }
    return { User: { ...described(user), Attributes: attributeList(user) } }
  }

  const confirmSignUp: Operation = async (members) => {
    const { pool, user } = userOf(members)
    if (user.status !== 'UNCONFIRMED') {
      throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`)
    }
    const confirmed = change(pool, user, { status: 'CONFIRMED' })
    const cause = { clientId: 'CLIENT_ID_NOT_APPLICABLE', source: 'PostConfirmation_ConfirmSignUp' } as const
    await afterConfirmation(directory, pool, confirmed, cause)
    return {}
  }

  const setPassword: Operation = async (members) => {
    const { pool } = userOf(members)
    const password = requiredText(members, 'Password')
    checkPolicy(password, pool.passwordPolicy)
    const passwordHash = await hashPassword(password)
    const { user } = userOf(members)
    change(pool, user, { passwordHash, status: members.Permanent === true ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD' })
    return {}
  }

  const updateAttributes: Operation = async (members) => {
    const { pool, user } = userOf(members)
    const given = attributesIn(members, 'UserAttributes')
    const own = ownAttributes(pool, given)
    const email = given.email?.toLowerCase() ?? user.email
    const unverified = email === user.email ? {} : { email_verified: 'false' }
    change(pool, user, { email, attributes: { ...user.attributes, ...unverified, ...own } })
    return {}
  }

  const listUsers: Operation = async (members) => {
    const pool = poolNamed(directory, members)
    const filter = optionalText(members, 'Filter')
    if (filter) {
      const { attribute, value } = nameInFilter(filter)
      const user = store.findUser(pool.poolId, value)
      const matches = user && user[attribute] === value.toLowerCase() ? [user] : []
      return { Users: matches.map((match) => ({ ...described(match), Attributes: attributeList(match) })) }
    }
    const limit = Number(members.Limit ?? LONGEST_PAGE)
    const offset = Number(optionalText(members, 'PaginationToken') ?? 0)
    if (!(limit >= 0 && limit <= LONGEST_PAGE) || !Number.isInteger(offset)) throw invalidParameter('Invalid page')
    const users = store.listUsers(pool.poolId, limit, offset)
    return {
      Users: users.map((user) => ({ ...described(user), Attributes: attributeList(user) })),
      ...(users.length === limit && { PaginationToken: String(offset + limit) }),
    }
  }

  const groupIn = (pool: UserPool, members: JsonRecord): string => {
    const group = requiredText(members, 'GroupName')
    if (!pool.groups.includes(group)) throw new AwsError(400, 'ResourceNotFoundException', 'Group not found.')
    return group
  }

  return {
    AdminCreateUser: createUser,
    AdminConfirmSignUp: confirmSignUp,
    AdminSetUserPassword: setPassword,
    AdminUpdateUserAttributes: updateAttributes,
    ListUsers: listUsers,

    AdminGetUser: async (members) => {
      const { user } = userOf(members)
      return { ...described(user), UserAttributes: attributeList(user) }
    },

    AdminDeleteUser: async (members) => {
      const { pool, user } = userOf(members)
      store.removeUser(pool.poolId, user.sub)
      return {}
    },

    AdminDisableUser: async (members) => {
      const { pool, user } = userOf(members)
      change(pool, user, { enabled: false })
      store.revokeSessionsOf(pool.poolId, user.sub)
      return {}
    },

    AdminAddUserToGroup: async (members) => {
      const { pool, user } = userOf(members)
      store.addToGroup(pool.poolId, user.sub, groupIn(pool, members))
      return {}
    },

    AdminRemoveUserFromGroup: async (members) => {
      const { pool, user } = userOf(members)
      store.removeFromGroup(pool.poolId, user.sub, groupIn(pool, members))
      return {}
    },

    AdminListGroupsForUser: async (members) => {
      const { pool, user } = userOf(members)
      const groups = store.listGroups(pool.poolId, user.sub)
      return { Groups: groups.map((GroupName) => ({ GroupName, UserPoolId: pool.poolId })) }
    },
  }
}
