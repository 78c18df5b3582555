import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib'
import * as cognito from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'
import { MIN_PASSWORD_LENGTH } from '../../functions/contracts/people.ts'
import { withLogicalId } from './logical-id.ts'
import { type MailDomain, type Settings, senderAt } from './settings.ts'
import { SupportFunction } from './support-function.ts'

/**
 * Lets the pool's mails come from our own domain. Cognito takes no sender that SES has not verified: until then they come
 * from Cognito's, 50 a day at most.
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

/** Who people are: the user pool, its client, groups, and the trigger that stamps role and department into tokens. */
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
        // The pool mails a code for a new password alone: accounts are made confirmed.
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
        // Asked for by our own role alone: passwords are not guessed past the front door.
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
