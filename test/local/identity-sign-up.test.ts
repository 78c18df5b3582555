import {
  AdminConfirmSignUpCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  ListUsersCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, it } from 'vitest'
import { another, aPool, ClientId, email, oneUserPool, password, poolId } from './one-user-pool.ts'

const pool = oneUserPool()
const { lastCode, reopen, seedAnn, signIn, signUp, verified } = pool

describe('signing up', () => {
  it('lets nobody in before the account is confirmed', async () => {
    const { UserConfirmed, UserSub } = await signUp()
    expect(UserConfirmed).toBe(false)
    await expect(signIn()).rejects.toMatchObject({ name: 'UserNotConfirmedException' })

    await pool.cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: poolId, Username: email }))
    expect((await verified((await signIn()).accessToken)).sub).toBe(UserSub)
  })

  it('confirms by the mailed code, which proves the address', async () => {
    await signUp()
    expect(pool.mails.map(({ to }) => to)).toEqual([email])
    const wrong = new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: another(lastCode()) })
    await expect(pool.cognito.send(wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' })

    await pool.cognito.send(new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: lastCode() }))
    expect(await verified((await signIn()).idToken)).toMatchObject({ email, email_verified: true, name: 'Ann' })
    const again = new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: lastCode() })
    await expect(pool.cognito.send(again)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  })

  it('is refused where the template leaves it to admins', async () => {
    await reopen(aPool({ pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } } }))
    await expect(signUp()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  })

  it('refuses an address that is taken, whatever its case', async () => {
    await seedAnn()
    const taken = new SignUpCommand({ ClientId, Username: 'Ann@Example.com', Password: password })
    await expect(pool.cognito.send(taken)).rejects.toMatchObject({ name: 'UsernameExistsException' })
  })

  it.each([
    ['a password shorter than the policy', { Password: 'short' }, 'InvalidPasswordException'],
    ['a name that is no address', { Username: 'ann' }, 'InvalidParameterException'],
    ['an unknown client', { ClientId: 'other' }, 'ResourceNotFoundException'],
    [
      'a claim that the address is verified',
      { UserAttributes: [{ Name: 'email_verified', Value: 'true' }] },
      'NotAuthorizedException',
    ],
    [
      'an attribute that the pool lacks',
      { UserAttributes: [{ Name: 'custom:role', Value: 'admin' }] },
      'InvalidParameterException',
    ],
  ])('refuses %s, and creates no user', async (_case, change, name) => {
    const command = new SignUpCommand({ ClientId, Username: email, Password: password, ...change })
    await expect(pool.cognito.send(command)).rejects.toMatchObject({ name })
    expect((await pool.cognito.send(new ListUsersCommand({ UserPoolId: poolId }))).Users).toEqual([])
  })

  it.each([
    ['RequireLowercase', 'ALL UPPER 123 !'],
    ['RequireUppercase', 'all lower 123 !'],
    ['RequireNumbers', 'No Numbers Here!'],
    ['RequireSymbols', 'NoSymbolsHere123'],
  ])('enforces %s of the template', async (rule, weak) => {
    await reopen(aPool({ pool: { Policies: { PasswordPolicy: { [rule]: true } } } }))
    await expect(signUp(weak)).rejects.toMatchObject({ name: 'InvalidPasswordException' })
    await expect(signUp('Good enough 123 !')).resolves.toMatchObject({ UserConfirmed: false })
  })
})

describe('a forgotten password', () => {
  const forgot = (Username = email) => pool.cognito.send(new ForgotPasswordCommand({ ClientId, Username }))
  const reset = (ConfirmationCode: string, Password = 'another long password') =>
    pool.cognito.send(new ConfirmForgotPasswordCommand({ ClientId, Username: email, ConfirmationCode, Password }))

  it('is replaced with the mailed code, once', async () => {
    await seedAnn()
    await forgot()
    await reset(lastCode())
    await signIn('another long password')
    await expect(signIn()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
    await expect(reset(lastCode())).rejects.toMatchObject({ name: 'ExpiredCodeException' })
  })

  it('is answered alike for an unknown address, which gets no mail', async () => {
    await seedAnn()
    const known = await forgot()
    const unknown = await forgot('abe@elsewhere.example')
    expect(unknown.CodeDeliveryDetails).toEqual(known.CodeDeliveryDetails)
    expect(pool.mails).toHaveLength(1)
  })

  it('mails nothing to an address that nobody has verified', async () => {
    await signUp()
    await pool.cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: poolId, Username: email }))
    pool.mails = []
    await forgot()
    expect(pool.mails).toEqual([])
    const UserAttributes = [{ Name: 'email_verified', Value: 'true' }]
    await pool.cognito.send(
      new AdminUpdateUserAttributesCommand({ UserPoolId: poolId, Username: email, UserAttributes }),
    )
    await forgot()
    expect(pool.mails.map(({ to }) => to)).toEqual([email])
  })

  it('cannot be guessed: after five wrong codes the right one is refused too', async () => {
    await seedAnn()
    await forgot()
    for (let tries = 0; tries < 5; tries++) {
      await expect(reset(another(lastCode()))).rejects.toMatchObject({ name: 'CodeMismatchException' })
    }
    await expect(reset(lastCode())).rejects.toMatchObject({ name: 'LimitExceededException' })
    await signIn()
  })

  it('sends at most five codes an hour', async () => {
    await seedAnn()
    for (let sends = 0; sends < 5; sends++) await forgot()
    await expect(forgot()).rejects.toMatchObject({ name: 'LimitExceededException' })
    pool.passTime(3_600_000)
    await forgot()
    expect(pool.mails).toHaveLength(6)
  })

  it('takes no code that is an hour old, and no weak password', async () => {
    await seedAnn()
    await forgot()
    await expect(reset(lastCode(), 'weak')).rejects.toMatchObject({ name: 'InvalidPasswordException' })
    pool.passTime(3_600_000)
    await expect(reset(lastCode())).rejects.toMatchObject({ name: 'ExpiredCodeException' })
  })
})
