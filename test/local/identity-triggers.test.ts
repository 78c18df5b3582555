import { ConfirmSignUpCommand } from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, it } from 'vitest'
import { aPool, ClientId, email, oneUserPool, poolId } from './one-user-pool.ts'

const pool = oneUserPool()
const { lastCode, refresh, reopen, seedAnn, signIn, signUp, verified } = pool

describe('the pre-token-generation trigger', () => {
  const triggered = aPool({
    pool: {
      LambdaConfig: {
        PreTokenGenerationConfig: {
          LambdaArn: 'arn:aws:lambda:us-east-1:000000000000:function:StampToken',
          LambdaVersion: 'V2_0',
        },
      },
    },
  })

  it('gets version 2 of its event, and its claims, scopes and groups are in the tokens', async () => {
    await reopen(triggered)
    const subs = await seedAnn(['agents'])
    const calls: unknown[] = []
    pool.invoke = async (functionId, event) => {
      calls.push([functionId, event])
      const claimsAndScopeOverrideDetails = {
        idTokenGeneration: { claimsToAddOrOverride: { role: 'admin' }, claimsToSuppress: ['name'] },
        accessTokenGeneration: {
          claimsToAddOrOverride: {
            plimsoll_role: 'admin',
            teams: ['a', 'b'],
            sub: 'someone else',
            exp: 1,
            'cognito:groups': ['owners'],
          },
          scopesToAdd: ['tickets'],
          scopesToSuppress: ['aws.cognito.signin.user.admin'],
        },
        groupOverrideDetails: { groupsToOverride: ['admins'] },
      }
      return { ...(event as object), response: { claimsAndScopeOverrideDetails } }
    }

    const { accessToken, idToken, refreshToken } = await signIn()
    const access = await verified(accessToken)
    const id = await verified(idToken)
    expect(access).toMatchObject({
      plimsoll_role: 'admin',
      teams: ['a', 'b'],
      sub: subs.get(email),
      scope: 'tickets',
      'cognito:groups': ['admins'],
    })
    expect(id).toMatchObject({ role: 'admin', 'cognito:groups': ['admins'] })
    expect(id).not.toHaveProperty('name')
    expect(calls).toEqual([
      [
        'StampToken',
        {
          version: '2',
          triggerSource: 'TokenGeneration_Authentication',
          region: 'us-east-1',
          userPoolId: poolId,
          userName: subs.get(email),
          callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: ClientId },
          request: {
            userAttributes: {
              sub: subs.get(email),
              email,
              email_verified: 'true',
              name: 'Ann',
              'cognito:user_status': 'CONFIRMED',
            },
            groupConfiguration: { groupsToOverride: ['agents'], iamRolesToOverride: [], preferredRole: null },
            scopes: ['aws.cognito.signin.user.admin'],
          },
          response: { claimsAndScopeOverrideDetails: null },
        },
      ],
    ])

    await refresh(refreshToken)
    expect(calls.at(-1)).toMatchObject(['StampToken', { triggerSource: 'TokenGeneration_RefreshTokens' }])
  })

  it('keeps everybody out while it fails', async () => {
    await reopen(triggered)
    await seedAnn()
    pool.invoke = async () => {
      throw new Error('table is gone')
    }
    await expect(signIn()).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreTokenGeneration failed with error table is gone.',
    })
    pool.invoke = async () => null
    await expect(signIn()).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' })
  })
})

describe('the post-confirmation trigger', () => {
  it('is called for every user who is confirmed', async () => {
    await reopen(aPool({ pool: { LambdaConfig: { PostConfirmation: 'WelcomeUser' } } }))
    const calls: unknown[] = []
    pool.invoke = async (...call) => calls.push(call)
    await signUp()
    await pool.cognito.send(new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: lastCode() }))
    expect(calls).toMatchObject([
      ['WelcomeUser', { triggerSource: 'PostConfirmation_ConfirmSignUp', request: { userAttributes: { email } } }],
    ])
  })
})
