// Parts of a small template, in the shape that the CDK emits.
import type { JsonRecord } from '../../lib/local/json-record.ts'

interface SmallFunction {
  readonly id: string
  /** The bundle's name; the logical id in lower case if absent. */
  readonly bundle?: string
  readonly timeoutSeconds?: number
  readonly memoryMb?: number
  readonly variables?: JsonRecord
  /** Single actions on one resource each. */
  readonly grants?: readonly { readonly actions: readonly string[]; readonly resource: unknown }[]
  readonly properties?: JsonRecord
}

export const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] })

/** A function and its role. */
export const smallFunction = ({ id, bundle, grants = [], variables = {}, ...rest }: SmallFunction): JsonRecord => ({
  [`${id}Role`]: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
      Policies: [
        {
          PolicyName: 'own',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: grants.map(({ actions, resource }) => ({
              Effect: 'Allow',
              Action: actions,
              Resource: resource,
            })),
          },
        },
      ],
    },
  },
  [id]: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Handler: 'index.handler',
      Timeout: rest.timeoutSeconds ?? 5,
      MemorySize: rest.memoryMb ?? 256,
      Role: arnOf(`${id}Role`),
      Environment: { Variables: variables },
      ...rest.properties,
    },
    Metadata: { 'local:bundle': bundle ?? id.toLowerCase() },
  },
})

/** Lets a service invoke a function from anywhere. */
export const permission = (functionId: string, principal: string): JsonRecord => ({
  [`${functionId}${principal.split('.')[0]}Permission`]: {
    Type: 'AWS::Lambda::Permission',
    Properties: { Action: 'lambda:InvokeFunction', FunctionName: arnOf(functionId), Principal: principal },
  },
})

/** An HTTP API whose routes go to functions, by route key. */
export const httpApi = (routes: Readonly<Record<string, string>>): JsonRecord => ({
  HttpApi: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'http', ProtocolType: 'HTTP' } },
  HttpStage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'HttpApi' }, StageName: '$default', AutoDeploy: true },
  },
  ...Object.fromEntries(
    Object.entries(routes).flatMap(([routeKey, functionId], index) => [
      [
        `Integration${index}`,
        {
          Type: 'AWS::ApiGatewayV2::Integration',
          Properties: {
            ApiId: { Ref: 'HttpApi' },
            IntegrationType: 'AWS_PROXY',
            IntegrationUri: arnOf(functionId),
            PayloadFormatVersion: '2.0',
          },
        },
      ],
      [
        `Route${index}`,
        {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: {
            ApiId: { Ref: 'HttpApi' },
            RouteKey: routeKey,
            AuthorizationType: 'NONE',
            Target: { 'Fn::Join': ['', ['integrations/', { Ref: `Integration${index}` }]] },
          },
        },
      ],
    ]),
  ),
})

/** A table with the product's keys and a stream. */
export const table = (id: string): JsonRecord => ({
  [id]: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    },
  },
})

/** A queue whose messages are hidden for a second once received, and die after two receives. */
export const queueWithDeadLetters = (id: string): JsonRecord => ({
  [`${id}Dead`]: { Type: 'AWS::SQS::Queue', Properties: {} },
  [id]: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      VisibilityTimeout: 1,
      RedrivePolicy: { deadLetterTargetArn: arnOf(`${id}Dead`), maxReceiveCount: 2 },
    },
  },
})

export const QUEUE_RIGHTS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']
export const STREAM_RIGHTS = ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream']

export const mapping = (functionId: string, source: unknown, properties: JsonRecord = {}): JsonRecord => ({
  [`${functionId}Mapping`]: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: { Ref: functionId }, EventSourceArn: source, ...properties },
  },
})
