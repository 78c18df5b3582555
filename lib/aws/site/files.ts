import { fileURLToPath } from 'node:url'
import { RemovalPolicy, Validations } from 'aws-cdk-lib'
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront'
import * as logs from 'aws-cdk-lib/aws-logs'
import type * as s3 from 'aws-cdk-lib/aws-s3'
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment'
import { Construct } from 'constructs'

export const BUILT_SITE = fileURLToPath(new URL('../../../dist/site', import.meta.url))

/** Build output that is not for browsers, and the assets, which are copied before the pages. */
const NO_PAGES = ['csp.json', '.vite', 'assets']

/** Memory of the CDK's helper function. It must be equal for both copies, or the CDK creates two helpers. */
const HELPER_MEMORY_MB = 256

/** Findings about the helper function. */
const HELPER_FINDINGS = [
  'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
  'AwsSolutions-IAM5[Action::s3:GetBucket*]',
  'AwsSolutions-IAM5[Action::s3:GetObject*]',
  'AwsSolutions-IAM5[Action::s3:List*]',
  'AwsSolutions-IAM5[Action::s3:Abort*]',
  'AwsSolutions-IAM5[Action::s3:DeleteObject*]',
  'AwsSolutions-IAM5[Resource::arn:aws:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-us-east-1/*]',
  'AwsSolutions-IAM5[Resource::<SiteBucket.Arn>/*]',
  'AwsSolutions-IAM5[Resource::*]',
  'AwsSolutions-L1',
  'Serverless-LambdaLatestVersion',
  'Serverless-LambdaTracing',
  'Serverless-LambdaDLQ',
  'Serverless-LambdaStarPermissions',
]
const HELPER_REASON =
  'the CDK’s own function: it runs while a deployment waits for it, copies public files, and cannot be configured'

export interface SiteFilesProps {
  readonly bucket: s3.IBucket
  readonly distribution: cloudfront.IDistribution
}

/** Copies the built site to its bucket: first the assets, then the pages, then CloudFront's cache is invalidated. */
export class SiteFiles extends Construct {
  constructor(scope: Construct, id: string, { bucket, distribution }: SiteFilesProps) {
    super(scope, id)
    // The CDK's own log group would be named after the function and created after it. If the first copy has run by
    // then, Lambda has already created that group, and CloudFormation fails because the name is taken.
    const logGroup = new logs.LogGroup(this, 'HelperLog', {
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const assets = new s3deploy.BucketDeployment(this, 'Assets', {
      sources: [s3deploy.Source.asset(`${BUILT_SITE}/assets`)],
      destinationBucket: bucket,
      destinationKeyPrefix: 'assets',
      // Their names contain a hash of their content.
      cacheControl: [s3deploy.CacheControl.fromString('public, max-age=31536000, immutable')],
      // A page that was opened before an upgrade still requests its old assets. The bucket has no lifecycle rule for
      // them either: it would go by age, and would delete the current assets if no upgrade came for that long.
      prune: false,
      memoryLimit: HELPER_MEMORY_MB,
      logGroup,
    })
    const pages = new s3deploy.BucketDeployment(this, 'Pages', {
      sources: [s3deploy.Source.asset(BUILT_SITE, { exclude: NO_PAGES })],
      destinationBucket: bucket,
      // Browsers may store pages but must revalidate them: a page names the assets of its own build.
      cacheControl: [s3deploy.CacheControl.noCache()],
      // Excluded files are not pruned either.
      exclude: ['assets/*'],
      distribution,
      distributionPaths: ['/*'],
      memoryLimit: HELPER_MEMORY_MB,
      logGroup,
    })
    pages.node.addDependency(assets)
    const helper = pages.handlerRole.node.scope
    if (helper) for (const id of HELPER_FINDINGS) Validations.of(helper).acknowledge({ id, reason: HELPER_REASON })
  }
}
