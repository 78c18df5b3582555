import { MIN_PASSWORD_LENGTH } from '../../../functions/contracts/people.ts'
import { recordOf } from '../json-record.ts'
import { type Fault, faultsOf, isSwitchedOn, list, type Rule, textOf } from './template.ts'

/** Accounts come through our API alone, passwords are long, and nobody learns who has an account. */
export const accounts: Rule = (template) => [
  ...template.of('Cognito::UserPool').flatMap(({ id, properties }): Fault[] => {
    const { faults, fault } = faultsOf(id)
    if (!(Number(recordOf(recordOf(properties.Policies).PasswordPolicy).MinimumLength) >= MIN_PASSWORD_LENGTH))
      fault('password-length', `takes passwords below ${MIN_PASSWORD_LENGTH} characters`)
    if (!list(properties.UsernameAttributes).includes('email')) fault('sign-in', 'knows nobody by their e-mail address')
    if (!isSwitchedOn(recordOf(properties.AdminCreateUserConfig).AllowAdminCreateUserOnly))
      fault('sign-up', 'lets people sign up past our API')
    const { LambdaVersion } = recordOf(recordOf(properties.LambdaConfig).PreTokenGenerationConfig)
    // The cheapest tier stamps ID tokens alone.
    if (LambdaVersion !== 'V2_0' || properties.UserPoolTier === 'LITE')
      fault('token-trigger', 'stamps no role into access tokens')
    return faults
  }),
  ...template.of('Cognito::UserPoolClient').flatMap(({ id, properties }): Fault[] => {
    const { faults, fault } = faultsOf(id)
    const flows = list(properties.ExplicitAuthFlows)
    if (properties.PreventUserExistenceErrors !== 'ENABLED') fault('user-existence', 'tells who has an account')
    if (!isSwitchedOn(properties.EnableTokenRevocation)) fault('revocation', 'cannot end a session')
    if (!flows.includes('ALLOW_ADMIN_USER_PASSWORD_AUTH')) fault('auth-flow', 'lets nobody sign in by password')
    if (!flows.includes('ALLOW_REFRESH_TOKEN_AUTH')) fault('auth-flow', 'ends each session with its first token')
    if (isSwitchedOn(properties.GenerateSecret)) fault('auth-flow', 'asks for a secret that our functions do not show')
    if (flows.includes('ALLOW_USER_PASSWORD_AUTH')) fault('auth-flow', 'lets anybody try passwords past our API')
    return faults
  }),
]

/** A text in a template is known to everybody who reads it. */
export const secrets: Rule = (template) =>
  template
    .of('SecretsManager::Secret')
    .filter(
      ({ properties }) => typeof properties.SecretString === 'string' && !/\{\{resolve:/.test(properties.SecretString),
    )
    .map(({ id }) => ({ id, rule: 'secret', says: 'stands in the template' }))

/** Ids of people's access keys (IAM user guide, unique identifiers): functions are given other ones, and for an hour. */
const ACCESS_KEY = /^AKIA[A-Z2-7]{16}$/

/** Whoever may look at a function reads its settings; ours fetch their secrets by themselves. */
export const toldSecrets: Rule = (template) =>
  template.of('Lambda::Function').flatMap(({ id, properties }) =>
    Object.entries(recordOf(recordOf(properties.Environment).Variables)).flatMap(([name, value]): Fault[] => {
      const text = textOf(value)
      const isSecret =
        ACCESS_KEY.test(text) || (template.isHouse && /\{\{resolve:(?:secretsmanager|ssm-secure):/.test(text))
      return isSecret ? [{ id, rule: 'secret', says: `shows a secret as ${name} to everybody who may look at it` }] : []
    }),
  )

/** Characters of a secret at least: so many nobody tries. */
const MIN_SECRET_LENGTH = 32

/** Our secrets are made by AWS: nobody has ever seen them, and nobody guesses them. */
export const ownSecrets: Rule = (template) =>
  template
    .of('SecretsManager::Secret')
    .filter(({ properties }) => {
      const { PasswordLength = MIN_SECRET_LENGTH } = recordOf(properties.GenerateSecretString)
      return properties.GenerateSecretString === undefined || !(Number(PasswordLength) >= MIN_SECRET_LENGTH)
    })
    .map(({ id }) => ({ id, rule: 'secret', says: `is not generated, or below ${MIN_SECRET_LENGTH} characters` }))
