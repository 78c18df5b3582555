import { Duration, RemovalPolicy, type SecretValue, Stack, Validations } from 'aws-cdk-lib'
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront'
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins'
import * as s3 from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import type { Api } from './api.ts'
import { Firewall } from './firewall.ts'
import { withLogicalId } from './logical-id.ts'
import type { Secrets } from './secrets.ts'
import type { Settings } from './settings.ts'
import { contentSecurityPolicy } from './site/content-security-policy.ts'
import { API_REQUEST, SITE_REQUEST } from './site/edge-functions.ts'
import { BUILT_SITE, SiteFiles } from './site/files.ts'
import { OwnDomain } from './site/own-domain.ts'
import type { Socket } from './socket.ts'

/** Errors that CloudFront caches for ten seconds by default, most of them whatever their `cache-control`. */
export const CACHED_ERRORS = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504] as const

export interface SiteProps {
  readonly settings: Settings
  readonly api: Api
  readonly socket: Socket
  readonly secrets: Secrets
}

/** The one origin that browsers see: CloudFront before the private site bucket, the HTTP API and the WebSocket API. */
export class Site extends Construct {
  readonly url: string
  readonly distribution: cloudfront.Distribution
  private readonly originSecret: SecretValue
  private readonly apiRequest: cloudfront.Function

  constructor(scope: Construct, id: string, { settings, api, socket, secrets }: SiteProps) {
    super(scope, id)
    this.originSecret = secrets.originSecret(settings.originSecretVersion)
    this.apiRequest = this.edgeFunction('ApiRequest', API_REQUEST)
    const logBucket = this.logBucket()
    const bucket = this.siteBucket(logBucket)
    const responseHeadersPolicy = this.securityHeaders()
    const apiBehaviour = { ...this.behaviour(api.http.apiId), responseHeadersPolicy }
    const domain = settings.domain && new OwnDomain(this, 'OwnDomain', settings.domain)
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: 'Plimsoll',
      ...domain?.distributionProps,
      defaultRootObject: 'index.html',
      webAclId: new Firewall(this, 'Firewall', settings).arn,
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      enableLogging: true,
      logBucket,
      logFilePrefix: 'cloudfront/',
      defaultBehavior: {
        origin: origins.S3BucketOrigin.withOriginAccessControl(bucket, {
          // Without LIST, S3 answers 403 instead of 404 for a missing file.
          originAccessLevels: [cloudfront.AccessLevel.READ, cloudfront.AccessLevel.LIST],
        }),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy,
        functionAssociations: [viewerRequest(this.edgeFunction('SiteRequest', SITE_REQUEST))],
      },
      additionalBehaviors: {
        '/api': apiBehaviour,
        '/api/*': apiBehaviour,
        '/ws': this.behaviour(socket.api.apiId),
      },
      // Not cached; status and body stay as the origin sent them.
      errorResponses: CACHED_ERRORS.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    })
    domain?.leadTo(this.distribution)
    this.url = `https://${settings.domain?.name ?? this.distribution.distributionDomainName}`
    this.acknowledge(domain !== undefined)
    new SiteFiles(this, 'Files', { bucket, distribution: this.distribution })
  }

  /** An API behind CloudFront: nothing is cached, and a secret header closes the API's own address to others. */
  private behaviour(apiId: string): cloudfront.BehaviorOptions {
    const { region, urlSuffix } = Stack.of(this)
    return {
      origin: new origins.HttpOrigin(`${apiId}.execute-api.${region}.${urlSuffix}`, {
        protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
        // A reference that CloudFormation resolves: the secret's text is not in the template.
        customHeaders: { 'x-origin-secret': this.originSecret.unsafeUnwrap() },
      }),
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      functionAssociations: [viewerRequest(this.apiRequest)],
    }
  }

  private edgeFunction(name: string, code: string): cloudfront.Function {
    return new cloudfront.Function(this, name, {
      code: cloudfront.FunctionCode.fromInline(code),
      runtime: cloudfront.FunctionRuntime.JS_2_0,
    })
  }

  private securityHeaders(): cloudfront.ResponseHeadersPolicy {
    return new cloudfront.ResponseHeadersPolicy(this, 'SecurityHeaders', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(BUILT_SITE), override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(730),
          includeSubdomains: true,
          preload: true,
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER, override: true },
      },
    })
  }

  private siteBucket(logBucket: s3.IBucket): s3.IBucket {
    return newBucket(this, 'SiteBucket', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      serverAccessLogsBucket: logBucket,
      serverAccessLogsPrefix: 'bucket/',
      removalPolicy: RemovalPolicy.RETAIN,
    })
  }

  private logBucket(): s3.IBucket {
    const bucket = newBucket(this, 'LogBucket', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // CloudFront needs access control lists to write its logs.
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ expiration: Duration.days(90) }],
      removalPolicy: RemovalPolicy.RETAIN,
    })
    Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason: 'it holds the access logs itself' })
    return bucket
  }

  private acknowledge(ownDomain: boolean): void {
    const validations = Validations.of(this.distribution)
    validations.acknowledge({ id: 'AwsSolutions-CFR1', reason: 'customers write from any country' })
    validations.acknowledge({
      id: 'Annotation::@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk',
      reason: 'nobody can ask for the list itself: each path that names no file is a page’s',
    })
    if (ownDomain) return
    validations.acknowledge({
      id: 'AwsSolutions-CFR4',
      reason: 'the default certificate of cloudfront.net: TLS 1.2 alone comes with a domain of one’s own',
    })
  }
}

/** A new bucket as `IBucket`: under `exactOptionalPropertyTypes` the class does not satisfy its interface. */
const newBucket = (scope: Construct, id: string, props: s3.BucketProps): s3.IBucket =>
  withLogicalId(new s3.Bucket(scope, id, props), id) as s3.IBucket

const viewerRequest = (fn: cloudfront.Function): cloudfront.FunctionAssociation => ({
  function: fn,
  eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
})
