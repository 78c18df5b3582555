import { REGION } from '../aws-service.ts'

/** The one label that streams have in ARNs here; the database's own differs and is never shown to functions. */
export const STREAM_LABEL = '2026-01-01T00:00:00.000'

interface Named {
  readonly name: string
  readonly arn: () => string
}

type Attributes = Readonly<Record<string, (resource: Named) => string>>

const domain =
  (suffix: string) =>
  ({ name }: Named) =>
    `${name.toLowerCase()}.${suffix}`
const itself = ({ name }: Named) => name

/** `Fn::GetAtt` beyond `Arn`, by resource type. */
const ATTRIBUTES: Readonly<Record<string, Attributes>> = {
  'AWS::ApiGatewayV2::Api': {
    ApiEndpoint: ({ name }) => `https://${name}.execute-api.${REGION}.amazonaws.com`,
    ApiId: itself,
  },
  'AWS::ApiGatewayV2::Authorizer': { AuthorizerId: itself },
  'AWS::CloudFront::Distribution': { DomainName: domain('cloudfront.net'), Id: itself },
  'AWS::CloudFront::Function': { FunctionARN: ({ arn }) => arn() },
  'AWS::CloudFront::OriginAccessControl': { Id: itself },
  'AWS::CloudFront::CachePolicy': { Id: itself },
  'AWS::CloudFront::OriginRequestPolicy': { Id: itself },
  'AWS::CloudFront::ResponseHeadersPolicy': { Id: itself },
  'AWS::Cognito::UserPool': {
    ProviderName: ({ name }) => `cognito-idp.${REGION}.amazonaws.com/${name}`,
    ProviderURL: ({ name }) => `https://cognito-idp.${REGION}.amazonaws.com/${name}`,
    UserPoolId: itself,
  },
  'AWS::Cognito::UserPoolClient': { ClientId: itself, Name: itself },
  'AWS::DynamoDB::Table': { StreamArn: ({ arn }) => `${arn()}/stream/${STREAM_LABEL}` },
  'AWS::Events::EventBus': { Name: itself },
  'AWS::IAM::Role': { RoleId: itself },
  'AWS::Lambda::EventSourceMapping': { EventSourceMappingId: itself, Id: itself },
  'AWS::S3::Bucket': {
    DomainName: domain('s3.amazonaws.com'),
    RegionalDomainName: domain(`s3.${REGION}.amazonaws.com`),
    WebsiteURL: ({ name }) => `http://${name.toLowerCase()}.s3-website-${REGION}.amazonaws.com`,
  },
  'AWS::SecretsManager::Secret': { Id: ({ arn }) => arn() },
  'AWS::SNS::Topic': { TopicArn: ({ arn }) => arn(), TopicName: itself },
  'AWS::SQS::Queue': { QueueName: itself },
  'AWS::WAFv2::WebACL': { Id: itself },
}

/** An attribute of a resource; undefined for one that the local host does not know. */
export const attributeOf = (type: string, attribute: string, resource: Named): string | undefined =>
  ATTRIBUTES[type]?.[attribute]?.(resource)
