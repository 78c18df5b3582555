import { ACCOUNT, REGION } from '../aws-service.ts'

/** What the local host knows of a resource type that it emulates or whose names other types need. */
interface ResourceType {
  /** The property that sets the physical name; without it, the logical id is the name. */
  readonly nameProperty?: string
  /** The ARN by physical name. */
  readonly arn?: (name: string, text: (property: string) => string | undefined) => string
  /** What `Ref` gives, if it is not the physical name. */
  readonly ref?: 'arn' | 'url'
}

const arn = (service: string, path: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${path}`
/** The bus that every account has. */
export const DEFAULT_BUS = 'default'
export const busArn = (name: string): string => arn('events', `event-bus/${name}`)
export const ruleArn = (bus: string, name: string): string =>
  arn('events', bus === DEFAULT_BUS ? `rule/${name}` : `rule/${bus}/${name}`)

/** Types the local host emulates, or that matter to what it emulates. */
const EMULATED: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGatewayV2::Api': {},
  'AWS::ApiGatewayV2::Authorizer': {},
  'AWS::ApiGatewayV2::Integration': {},
  'AWS::ApiGatewayV2::Route': {},
  'AWS::ApiGatewayV2::Stage': { nameProperty: 'StageName' },
  'AWS::Cognito::UserPool': { arn: (name) => arn('cognito-idp', `userpool/${name}`) },
  'AWS::Cognito::UserPoolClient': {},
  'AWS::Cognito::UserPoolGroup': { nameProperty: 'GroupName' },
  'AWS::DynamoDB::Table': { nameProperty: 'TableName', arn: (name) => arn('dynamodb', `table/${name}`) },
  'AWS::Events::EventBus': { nameProperty: 'Name', arn: busArn },
  'AWS::Events::Rule': {
    nameProperty: 'Name',
    arn: (name, text) => ruleArn(text('EventBusName') ?? DEFAULT_BUS, name),
  },
  'AWS::IAM::ManagedPolicy': {
    nameProperty: 'ManagedPolicyName',
    arn: (name) => `arn:aws:iam::${ACCOUNT}:policy/${name}`,
    ref: 'arn',
  },
  'AWS::IAM::Policy': { nameProperty: 'PolicyName' },
  'AWS::IAM::Role': { nameProperty: 'RoleName', arn: (name) => `arn:aws:iam::${ACCOUNT}:role/${name}` },
  'AWS::Lambda::EventInvokeConfig': {},
  'AWS::Lambda::EventSourceMapping': {},
  'AWS::Lambda::Function': { nameProperty: 'FunctionName', arn: (name) => arn('lambda', `function:${name}`) },
  'AWS::Lambda::Permission': {},
  'AWS::S3::Bucket': { nameProperty: 'BucketName', arn: (name) => `arn:aws:s3:::${name}` },
  'AWS::SQS::Queue': { nameProperty: 'QueueName', arn: (name) => arn('sqs', name), ref: 'url' },
  'AWS::SQS::QueuePolicy': {},
  'AWS::Scheduler::Schedule': {
    nameProperty: 'Name',
    arn: (name, text) => arn('scheduler', `schedule/${text('GroupName') ?? 'default'}/${name}`),
  },
  'AWS::SecretsManager::Secret': {
    nameProperty: 'Name',
    arn: (name) => arn('secretsmanager', `secret:${name}`),
    ref: 'arn',
  },
}

/** Types that change nothing on one machine; their names still resolve. */
const IGNORED: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGateway::Account': {},
  'AWS::CDK::Metadata': {},
  'AWS::CloudFront::CachePolicy': {},
  'AWS::CloudFront::Distribution': { arn: (name) => `arn:aws:cloudfront::${ACCOUNT}:distribution/${name}` },
  'AWS::CloudFront::Function': {
    nameProperty: 'Name',
    arn: (name) => `arn:aws:cloudfront::${ACCOUNT}:function/${name}`,
  },
  'AWS::CloudFront::KeyValueStore': { nameProperty: 'Name' },
  'AWS::CloudFront::OriginAccessControl': {},
  'AWS::CloudFront::OriginRequestPolicy': {},
  'AWS::CloudFront::ResponseHeadersPolicy': {},
  'AWS::CloudWatch::Alarm': { nameProperty: 'AlarmName', arn: (name) => arn('cloudwatch', `alarm:${name}`) },
  'AWS::CloudWatch::CompositeAlarm': { nameProperty: 'AlarmName', arn: (name) => arn('cloudwatch', `alarm:${name}`) },
  'AWS::CloudWatch::Dashboard': { nameProperty: 'DashboardName' },
  'AWS::Cognito::UserPoolDomain': { nameProperty: 'Domain' },
  'AWS::Events::Archive': { nameProperty: 'ArchiveName', arn: (name) => arn('events', `archive/${name}`) },
  'AWS::EventSchemas::Discoverer': {},
  'AWS::Lambda::LayerVersion': { arn: (name) => arn('lambda', `layer:${name}:1`), ref: 'arn' },
  'AWS::Logs::LogGroup': { nameProperty: 'LogGroupName', arn: (name) => arn('logs', `log-group:${name}:*`) },
  'AWS::Logs::MetricFilter': {},
  'AWS::Logs::QueryDefinition': {},
  'AWS::Logs::ResourcePolicy': {},
  'AWS::S3::BucketPolicy': {},
  'AWS::SES::ConfigurationSet': { nameProperty: 'Name' },
  'AWS::SES::ConfigurationSetEventDestination': {},
  'AWS::SES::EmailIdentity': { nameProperty: 'EmailIdentity', arn: (name) => arn('ses', `identity/${name}`) },
  'AWS::SES::Template': {},
  'AWS::SNS::Subscription': {},
  'AWS::SNS::Topic': { nameProperty: 'TopicName', arn: (name) => arn('sns', name), ref: 'arn' },
  'AWS::SNS::TopicPolicy': {},
  'AWS::Scheduler::ScheduleGroup': { nameProperty: 'Name', arn: (name) => arn('scheduler', `schedule-group/${name}`) },
  'AWS::WAFv2::WebACL': {
    nameProperty: 'Name',
    arn: (name) => arn('wafv2', `global/webacl/${name}/${name}`),
    ref: 'arn',
  },
  'AWS::WAFv2::WebACLAssociation': {},
  'AWS::XRay::Group': {},
}

/** The type's entry; custom resources (deployment of the site and the like) are ignored. Undefined for an unknown type. */
export const resourceTypeOf = (type: string): ResourceType | undefined => {
  if (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') return {}
  return EMULATED[type] ?? IGNORED[type]
}
