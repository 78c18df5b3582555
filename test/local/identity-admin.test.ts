import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  DescribeUserPoolCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, it } from 'vitest'
import { aPool, email, oneUserPool, password, poolArn, poolId } from './one-user-pool.ts'

const pool = oneUserPool()
const { refresh, reopen, seedAnn, signIn, verified } = pool

describe('administration', () => {
  const named = { UserPoolId: poolId, Username: email }

  it('creates, equips, finds, regroups and removes a user, each step by a right of its own on the pool', async () => {
    const created = await pool.cognito.send(
      new AdminCreateUserCommand({
        ...named,
        MessageAction: 'SUPPRESS',
        UserAttributes: [{ Name: 'custom:user_id', Value: '01J' }],
      }),
    )
    const sub = created.User?.Username
    expect(created.User).toMatchObject({ Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' })
    await pool.cognito.send(new AdminSetUserPasswordCommand({ ...named, Password: password, Permanent: true }))
    await pool.cognito.send(new AdminAddUserToGroupCommand({ ...named, GroupName: 'agents' }))
    await pool.cognito.send(new AdminAddUserToGroupCommand({ ...named, GroupName: 'admins' }))
    await pool.cognito.send(new AdminRemoveUserFromGroupCommand({ ...named, GroupName: 'agents' }))
    const { Groups } = await pool.cognito.send(new AdminListGroupsForUserCommand(named))
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['admins'])

    const found = await pool.cognito.send(new AdminGetUserCommand({ ...named, Username: sub }))
    expect(found.UserStatus).toBe('CONFIRMED')
    expect(Math.abs((found.UserCreateDate?.getTime() ?? 0) - pool.now.getTime())).toBeLessThan(1000)
    expect(found.UserAttributes).toEqual(
      expect.arrayContaining([
        { Name: 'sub', Value: sub },
        { Name: 'email', Value: email },
        { Name: 'custom:user_id', Value: '01J' },
      ]),
    )
    for (const Filter of [`email = "${email}"`, `sub = "${sub}"`]) {
      const { Users } = await pool.cognito.send(new ListUsersCommand({ UserPoolId: poolId, Filter }))
      expect(Users?.map(({ Username }) => Username)).toEqual([sub])
    }
    await pool.cognito.send(new AdminDeleteUserCommand(named))
    await expect(pool.cognito.send(new AdminGetUserCommand(named))).rejects.toMatchObject({
      name: 'UserNotFoundException',
    })

    expect(pool.service.rights.map(({ resource }) => resource)).toEqual(pool.service.rights.map(() => poolArn))
    expect([...new Set(pool.service.rights.map(({ action }) => action))]).toEqual([
      'cognito-idp:AdminCreateUser',
      'cognito-idp:AdminSetUserPassword',
      'cognito-idp:AdminAddUserToGroup',
      'cognito-idp:AdminRemoveUserFromGroup',
      'cognito-idp:AdminListGroupsForUser',
      'cognito-idp:AdminGetUser',
      'cognito-idp:ListUsers',
      'cognito-idp:AdminDeleteUser',
    ])
  })

  it('finds nobody by half an address, nor by a sub in place of an address', async () => {
    const subs = await seedAnn()
    for (const Filter of ['email = "ann"', `email = "${subs.get(email)}"`, `sub = "${email}"`]) {
      expect((await pool.cognito.send(new ListUsersCommand({ UserPoolId: poolId, Filter }))).Users).toEqual([])
    }
  })

  it('pages through all users', async () => {
    const emails = ['a@example.com', 'b@example.com', 'c@example.com']
    await pool.identity.seedUsers(
      poolId,
      emails.map((each) => ({ email: each, password, attributes: {}, groups: [] })),
    )
    const first = await pool.cognito.send(new ListUsersCommand({ UserPoolId: poolId, Limit: 2 }))
    const { PaginationToken } = first
    const second = await pool.cognito.send(new ListUsersCommand({ UserPoolId: poolId, Limit: 2, PaginationToken }))
    const found = [...(first.Users ?? []), ...(second.Users ?? [])].flatMap(({ Attributes }) =>
      Attributes?.filter(({ Name }) => Name === 'email').map(({ Value }) => Value),
    )
    expect(found.toSorted()).toEqual(emails)
    expect(second.PaginationToken).toBeUndefined()
  })

  it('treats a new address as unverified, and never changes a sub', async () => {
    await seedAnn()
    const change = (Name: string, Value: string) =>
      pool.cognito.send(new AdminUpdateUserAttributesCommand({ ...named, UserAttributes: [{ Name, Value }] }))
    await expect(change('sub', 'another')).rejects.toMatchObject({ name: 'InvalidParameterException' })
    await change('email', 'ann@new.example')
    const { UserAttributes } = await pool.cognito.send(
      new AdminGetUserCommand({ ...named, Username: 'ann@new.example' }),
    )
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'false' })
  })

  it('lets no user take the address of another', async () => {
    await seedAnn()
    await pool.identity.seedUsers(poolId, [{ email: 'bob@example.com', password, attributes: {}, groups: [] }])
    const UserAttributes = [{ Name: 'email', Value: 'bob@example.com' }]
    const command = new AdminUpdateUserAttributesCommand({ ...named, UserAttributes })
    await expect(pool.cognito.send(command)).rejects.toMatchObject({ name: 'AliasExistsException' })
  })

  it('refuses a group that the template does not have, and what it does not emulate', async () => {
    await seedAnn()
    const stranger = new AdminAddUserToGroupCommand({ ...named, GroupName: 'owners' })
    await expect(pool.cognito.send(stranger)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    await expect(pool.cognito.send(new AdminCreateUserCommand(named))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    })
    await expect(pool.cognito.send(new DescribeUserPoolCommand({ UserPoolId: poolId }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    })
  })
})

describe('the data directory', () => {
  it('keeps users, sessions and the signing key over a restart', async () => {
    await seedAnn(['agents'])
    const { refreshToken } = await signIn()
    const keyOf = () => pool.identity.publicDocument(`/${poolId}/.well-known/jwks.json`)?.body
    const key = keyOf()
    await reopen()
    expect(keyOf()).toBe(key)
    await refresh(refreshToken)
    expect(await verified((await signIn()).accessToken)).toMatchObject({ 'cognito:groups': ['agents'] })
  })

  it('holds no password, code or refresh token in the clear, and is for its owner only', async () => {
    await seedAnn()
    const { refreshToken } = await signIn()
    const files = ['identity.sqlite', 'identity.sqlite-wal', 'identity-key.pem'].map((name) => join(pool.dataDir, name))
    for (const file of files) {
      expect(statSync(file).mode & 0o077).toBe(0)
      expect(readFileSync(file).includes(password)).toBe(false)
      expect(readFileSync(file).includes(refreshToken)).toBe(false)
    }
  })

  it('has another key than any other directory', async () => {
    const key = pool.identity.publicDocument(`/${poolId}/.well-known/jwks.json`)?.body
    await pool.startAnew()
    expect(pool.identity.publicDocument(`/${poolId}/.well-known/jwks.json`)?.body).not.toBe(key)
  })
})

it('seeds a demo’s 33 users without doing so twice', async () => {
  const users = Array.from({ length: 33 }, (_, index) => ({
    email: `user${index}@demo.example`,
    password,
    attributes: { name: `User ${index}` },
    groups: index < 12 ? ['agents'] : [],
  }))
  const first = await pool.identity.seedUsers(poolId, users)
  expect(new Set(first.values()).size).toBe(33)
  expect(await pool.identity.seedUsers(poolId, users)).toEqual(first)
  await signIn(password, 'user32@demo.example')
})

it.each([
  ['multi-factor sign-in', { pool: { MfaConfiguration: 'ON' } }, 'MfaConfiguration'],
  ['a trigger it does not call', { pool: { LambdaConfig: { CustomMessage: 'Fn' } } }, 'CustomMessage'],
  ['a property it does not know', { pool: { DeviceConfiguration: {} } }, 'DeviceConfiguration'],
  ['a client secret', { client: { GenerateSecret: true } }, 'secret'],
  ['a flow it does not speak', { client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] } }, 'ALLOW_USER_SRP_AUTH'],
])('refuses a template that asks for %s', (_case, change, named) => {
  expect(() => aPool(change)).toThrow(named)
})
