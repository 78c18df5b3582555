import { RemovalPolicy, SecretValue, Validations } from 'aws-cdk-lib'
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { withLogicalId } from './logical-id.ts'

export type SecretName = 'OriginSecret' | 'TrackingSecret'

/** Generated secrets that only resources of the stack read. */
export class Secrets extends Construct {
  readonly byName: Readonly<Record<SecretName, secretsmanager.Secret>>

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.byName = {
      OriginSecret: this.secret('OriginSecret', 'Shows that a request came through CloudFront'),
      TrackingSecret: this.secret('TrackingSecret', 'Key of the links by which guests follow their tickets'),
    }
    Validations.of(this.byName.OriginSecret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'CloudFront carries the value as a header: a new one is set by a deployment, not by a clock',
    })
    Validations.of(this.byName.TrackingSecret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'links outlive one renewal and no second: it is renewed by hand, not by a clock',
    })
  }

  /**
   * The secret that CloudFront sends to the APIs.
   *
   * @param versionId a fixed version, newest if undefined: CloudFormation reads it again only if the template changes
   */
  originSecret(versionId: string | undefined): SecretValue {
    const { secretArn, secretValue } = this.byName.OriginSecret
    return versionId === undefined ? secretValue : SecretValue.secretsManager(secretArn, { versionId })
  }

  private secret(name: SecretName, description: string): secretsmanager.Secret {
    const secret = new secretsmanager.Secret(this, name, {
      description,
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    })
    return withLogicalId(secret, name)
  }
}
