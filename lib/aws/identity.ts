import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib'
import * as cognito from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'
import { MIN_PASSWORD_LENGTH } from '../../functions/contracts/people.ts'
import { withLogicalId } from './logical-id.ts'
import { type MailDomain, type Settings, senderAt } from './settings.ts'
import { SupportFunction } from './support-function.ts'

/**
 * Has the pool send its mails from our own domain. Cognito accepts only senders that SES has verified: until then mails
 * come from Cognito's own address, at most 50 a day.
 */
const codesFrom = (mailDomain: MailDomain | undefined): Pick<cognito.UserPoolProps, 'email'> =>
  mailDomain === undefined || mailDomain.identity === 'new'
    ? {}
    : {
        email: cognito.UserPoolEmail.withSES({
          fromEmail: senderAt(mailDomain.name),
          sesVerifiedDomain: mailDomain.name,
        }),
      }

/** The user pool, its client and groups, and the trigger that adds role, name and department to tokens. */
export class Identity extends Construct {
  readonly pool: cognito.UserPool
  readonly client: cognito.UserPoolClient

  constructor(scope: Construct, id: string, { mailDomain }: Settings) {
    super(scope, id)
    this.pool = withLogicalId(
      new cognito.UserPool(this, 'UserPool', {
        featurePlan: cognito.FeaturePlan.ESSENTIALS,
        signInAliases: { email: true },
        signInCaseSensitive: false,
        // People sign up through our API alone, which writes their row and makes the account.
        selfSignUpEnabled: false,
        standardAttributes: { email: { required: true, mutable: true } },
        passwordPolicy: {
          minLength: MIN_PASSWORD_LENGTH,
          requireLowercase: false,
          requireUppercase: false,
          requireDigits: false,
          requireSymbols: false,
        },
        // Codes for new passwords are the pool's only mails: accounts are created confirmed.
        userVerification: {
          emailSubject: 'Your code for a new password',
          emailBody: 'Your code for a new password is {####}. If you did not ask for it, you need do nothing.',
        },
        accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
        ...codesFrom(mailDomain),
        deletionProtection: true,
        removalPolicy: RemovalPolicy.RETAIN,
      }),
      'UserPool',
    )
    this.stampTokens()
    this.client = withLogicalId(
      this.pool.addClient('UserPoolClient', {
        // Only our own role may call this flow, so passwords cannot be guessed past the API's rate limit.
        authFlows: { adminUserPassword: true },
        disableOAuth: true,
        preventUserExistenceErrors: true,
        enableTokenRevocation: true,
        accessTokenValidity: Duration.hours(1),
        idTokenValidity: Duration.hours(1),
        refreshTokenValidity: Duration.days(30),
      }),
      'UserPoolClient',
    )
    for (const [groupName, description] of [
      ['customers', 'People who ask'],
      ['agents', 'People who answer'],
      ['admins', 'People who run the place'],
    ] as const) {
      new cognito.UserPoolGroup(this, groupName, { userPool: this.pool, groupName, description })
    }
    this.acknowledge()
  }

  private stampTokens(): void {
    const stampToken = new SupportFunction(this, {
      name: 'stamp-token',
      kind: 'trigger',
      description: 'Copies role, name and department from the user’s row into the tokens',
    })
    this.pool.addTrigger(cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, stampToken, cognito.LambdaVersion.V2_0)
  }

  private acknowledge(): void {
    Validations.of(this.pool).acknowledge(
      {
        id: 'AwsSolutions-COG1',
        reason: 'length instead of composition rules, as NIST SP 800-63B section 5.1.1.2 advises',
      },
      {
        id: 'AwsSolutions-COG2',
        reason: 'customers sign in with a password alone; the API has no step for a second factor',
      },
      {
        id: 'AwsSolutions-COG3',
        reason:
          'the Plus plan costs per user; sign-in attempts are limited by address in the function and by the web ACL',
      },
      {
        id: 'AwsSolutions-COG8',
        reason:
          'the Plus plan costs per user; sign-in attempts are limited by address in the function and by the web ACL',
      },
    )
  }
}
