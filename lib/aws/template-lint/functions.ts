import { isDeepStrictEqual } from 'node:util'
import { recordOf } from '../json-record.ts'
import { foundAt, isNoArn, type Place } from './arns.ts'
import { statementsFor } from './policies.ts'
import { matches } from './statements.ts'
import {
  type Fault,
  faultsOf,
  isOurs,
  type LintTemplate,
  list,
  type Rule,
  resourceOf,
  type TemplateResource,
  targetOf,
  textOf,
} from './template.ts'

/** Names that Lambda sets itself and refuses in a configuration (AWS Lambda developer guide, environment variables). */
const RESERVED = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
])
/** Bytes of all names and values together. */
const MAX_ENVIRONMENT = 4096

const variablesOf = ({ properties }: TemplateResource) => recordOf(recordOf(properties.Environment).Variables)

export const environments: Rule = (template) =>
  template.of('Lambda::Function').flatMap((fn): Fault[] => {
    const variables = variablesOf(fn)
    const bytes = Object.entries(variables)
      // A reference becomes a name or an ARN; 60 bytes are a low estimate.
      .map(
        ([name, value]) => name.length + Math.max(typeof value === 'string' ? 0 : 60, Buffer.byteLength(textOf(value))),
      )
      .reduce((sum, length) => sum + length, 0)
    const { faults, fault } = faultsOf(fn.id)
    for (const name of Object.keys(variables)) {
      if (RESERVED.has(name)) fault('reserved-environment', `${name} is set by Lambda itself`)
      else if (!/^[A-Za-z]\w+$/.test(name)) fault('environment-name', `${name} is no name of a variable`)
    }
    if (bytes > MAX_ENVIRONMENT)
      fault('environment-size', `its environment has ${bytes} bytes, ${MAX_ENVIRONMENT} are allowed`)
    return faults
  })

/** Our functions have one runtime, and each has its own code, role and log. */
export const runtimes: Rule = (template) =>
  template.resources.filter(isOurs).flatMap((fn): Fault[] => {
    const { Runtime, Architectures, Handler, Role, LoggingConfig, VpcConfig } = fn.properties
    const role = targetOf(Role)
    const sharers = template.of('Lambda::Function').filter(({ properties }) => targetOf(properties.Role) === role)
    const logGroup = template.byId(targetOf(recordOf(LoggingConfig).LogGroup) ?? '')
    const { faults, fault } = faultsOf(fn.id)
    if (Runtime !== 'nodejs24.x' || !list(Architectures).includes('arm64') || Handler !== 'index.handler')
      fault('runtime', 'runs index.handler on nodejs24.x and arm64')
    const twins = template.resources.filter(
      (other) => isOurs(other) && isDeepStrictEqual(other.properties.Code, fn.properties.Code),
    )
    if (twins.length > 1) fault('own-code', 'runs the code of another')
    if (list(recordOf(VpcConfig).SubnetIds).length > 0)
      fault('missing-grant', 'may not make its interfaces in a network, from which it would not reach our services')
    if (sharers.length !== 1) fault('own-role', 'shares its role, or has none')
    if (list(template.byId(role ?? '')?.properties.ManagedPolicyArns).length > 0)
      fault('managed-policy', 'its role takes a policy that others write')
    if (logGroup?.properties.RetentionInDays === undefined) fault('log-retention', 'its log is kept for ever')
    return faults
  })

/** A function's role lets Lambda assume it, if it is in this template. */
export const trust: Rule = (template) =>
  template
    .of('Lambda::Function')
    .filter(({ properties }) => {
      const role = resourceOf(template, properties.Role)
      return role?.type === 'AWS::IAM::Role' && !isTakenOn(template, role, 'lambda.amazonaws.com')
    })
    .map(({ id }) => ({ id, rule: 'trust', says: 'its role does not let Lambda take it on' }))

/** Properties that accept a role only by its ARN; some services, such as ECS, accept its name as well. */
const ROLES: readonly Place[] = [
  ['Lambda::Function', 'Role'],
  ['Events::Rule', 'Targets.RoleArn'],
  ['Scheduler::Schedule', 'Target.RoleArn'],
  ['Pipes::Pipe', 'RoleArn'],
  ['StepFunctions::StateMachine', 'RoleArn'],
  ['Logs::SubscriptionFilter', 'RoleArn'],
  ['Logs::Destination', 'RoleArn'],
  ['SNS::Subscription', 'SubscriptionRoleArn'],
  ['KinesisFirehose::DeliveryStream', 'S3DestinationConfiguration.RoleARN'],
  ['KinesisFirehose::DeliveryStream', 'ExtendedS3DestinationConfiguration.RoleARN'],
  ['KinesisFirehose::DeliveryStream', 'KinesisStreamSourceConfiguration.RoleARN'],
  ['ApiGatewayV2::Integration', 'CredentialsArn'],
  ['ApiGatewayV2::Authorizer', 'AuthorizerCredentialsArn'],
  ['ApiGateway::Method', 'Integration.Credentials'],
  ['ApiGateway::Authorizer', 'AuthorizerCredentials'],
  ['ApiGateway::Account', 'CloudWatchRoleArn'],
  ['AppSync::DataSource', 'ServiceRoleArn'],
  ['Cognito::UserPool', 'SmsConfiguration.SnsCallerArn'],
  ['S3::Bucket', 'ReplicationConfiguration.Role'],
]

/** Resources name their role by its ARN. */
export const misnamedRoles: Rule = (template) =>
  foundAt(template, ROLES)
    .filter(([, role]) => isNoArn(template, role))
    .map(([{ id }, role]) => ({
      id,
      rule: 'role-name',
      says: `takes on ${targetOf(role)} by something other than its ARN`,
    }))

/** Whether a role's trust policy lets a service assume it. */
export const isTakenOn = (template: LintTemplate, { properties }: TemplateResource, service: string): boolean =>
  statementsFor(template, properties.AssumeRolePolicyDocument, service).some(
    ({ effect, actions, isUnread }) =>
      effect === 'Allow' &&
      ((isUnread && !template.isHouse) || actions.some((action) => matches(action, 'sts:AssumeRole'))),
  )
