import { type Fault, list, type Rule, record } from './template.ts'

/** Characters of a password at least, as the contract of signing up says. */
const MIN_PASSWORD_LENGTH = 12

/** Accounts come through our API alone, passwords are long, and nobody learns who has an account. */
export const accounts: Rule = (template) => [
  ...template
    .of('Cognito::UserPool')
    .flatMap(({ id, properties }): Fault[] => [
      ...(Number(record(record(properties.Policies).PasswordPolicy).MinimumLength) >= MIN_PASSWORD_LENGTH
        ? []
        : [{ id, rule: 'password-length', says: `takes passwords below ${MIN_PASSWORD_LENGTH} characters` }]),
      ...(record(properties.AdminCreateUserConfig).AllowAdminCreateUserOnly === true
        ? []
        : [{ id, rule: 'sign-up', says: 'lets people sign up past our API' }]),
      ...(record(record(properties.LambdaConfig).PreTokenGenerationConfig).LambdaVersion === 'V2_0'
        ? []
        : [{ id, rule: 'token-trigger', says: 'stamps no role into access tokens' }]),
    ]),
  ...template
    .of('Cognito::UserPoolClient')
    .flatMap(({ id, properties }): Fault[] => [
      ...(properties.PreventUserExistenceErrors === 'ENABLED'
        ? []
        : [{ id, rule: 'user-existence', says: 'tells who has an account' }]),
      ...(properties.EnableTokenRevocation === true ? [] : [{ id, rule: 'revocation', says: 'cannot end a session' }]),
      ...(list(properties.ExplicitAuthFlows).includes('ALLOW_ADMIN_USER_PASSWORD_AUTH')
        ? []
        : [{ id, rule: 'auth-flow', says: 'lets nobody sign in by password' }]),
      ...(list(properties.ExplicitAuthFlows).includes('ALLOW_USER_PASSWORD_AUTH')
        ? [{ id, rule: 'auth-flow', says: 'lets anybody try passwords past our API' }]
        : []),
    ]),
]

/** Secrets are made by AWS; a text in a template is known to everybody who reads it. */
export const secrets: Rule = (template) =>
  template
    .of('SecretsManager::Secret')
    .filter(({ properties }) => properties.GenerateSecretString === undefined || properties.SecretString !== undefined)
    .map(({ id }) => ({ id, rule: 'secret', says: 'is not generated' }))
