import { RemovalPolicy, SecretValue, Validations } from 'aws-cdk-lib'
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { withLogicalId } from './logical-id.ts'

export type SecretName = 'OriginSecret' | 'TrackingSecret'

/** Generated texts that only the stack's own parts know. */
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
   * What CloudFront shows the APIs.
   *
   * @param versionId a version by name: CloudFormation looks a secret up again only where the template changes
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
