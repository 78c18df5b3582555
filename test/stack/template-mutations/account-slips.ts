import { change, changeFirst, idOf, type Mutation } from './mutation.ts'

/** Slips in accounts and secrets. */
export const accountSlips: readonly Mutation[] = [
  [
    'accounts that go with the stack',
    'retain',
    (all) => Object.assign(all.UserPool ?? {}, { DeletionPolicy: 'Delete' }),
  ],
  ['short passwords', 'password-length', change('UserPool', 'Policies.PasswordPolicy.MinimumLength', 8)],
  ['signing up past the API', 'sign-up', change('UserPool', 'AdminCreateUserConfig', undefined)],
  ['tokens without a role', 'token-trigger', change('UserPool', 'LambdaConfig', undefined)],
  [
    'a client that tells who has an account',
    'user-existence',
    change('UserPoolClient', 'PreventUserExistenceErrors', 'LEGACY'),
  ],
  [
    'passwords that anybody may try past the API',
    'auth-flow',
    change('UserPoolClient', 'ExplicitAuthFlows', [
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ]),
  ],
  [
    'a sign-in by no password',
    'auth-flow',
    change('UserPoolClient', 'ExplicitAuthFlows', ['ALLOW_REFRESH_TOKEN_AUTH']),
  ],
  ['sessions that nobody can end', 'revocation', change('UserPoolClient', 'EnableTokenRevocation', false)],
  ['a secret in the template', 'secret', change('TrackingSecret', 'SecretString', 'hush')],
  ['a secret that somebody has chosen', 'secret', change('TrackingSecret', 'GenerateSecretString', undefined)],
  ['accounts without an e-mail address', 'sign-in', change('UserPool', 'UsernameAttributes', undefined)],
  [
    'accounts that go when others take their place',
    'retain',
    (all) => Object.assign(all.UserPool ?? {}, { UpdateReplacePolicy: 'Delete' }),
  ],
  [
    'a key of links that goes with the stack',
    'retain',
    (all) => Object.assign(all.TrackingSecret ?? {}, { DeletionPolicy: 'Delete' }),
  ],
  ['a key that one can guess', 'secret', change('TrackingSecret', 'GenerateSecretString.PasswordLength', 4)],
  [
    'sessions of one hour',
    'auth-flow',
    change('UserPoolClient', 'ExplicitAuthFlows', ['ALLOW_ADMIN_USER_PASSWORD_AUTH']),
  ],
  ['tokens that no function may stamp at this price', 'token-trigger', change('UserPool', 'UserPoolTier', 'LITE')],
  [
    'a role’s group among other accounts',
    'group-missing',
    changeFirst('Cognito::UserPoolGroup', 'agents', 'UserPoolId', 'us-east-1_Other'),
  ],
  ['a client with a secret of its own', 'auth-flow', change('UserPoolClient', 'GenerateSecret', true)],
  ['a secret of few letters', 'secret', change('OriginSecret', 'GenerateSecretString.PasswordLength', '12')],
  [
    'accounts that another client makes',
    'sign-up',
    (all) => {
      change(idOf(all, 'Cognito::UserPool', ''), 'AdminCreateUserConfig.AllowAdminCreateUserOnly', 'false')(all)
    },
  ],
]
