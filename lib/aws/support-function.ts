import { fileURLToPath } from 'node:url'
import { type CfnResource, RemovalPolicy, Validations } from 'aws-cdk-lib'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import * as logs from 'aws-cdk-lib/aws-logs'
import type * as sqs from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { FunctionName } from './access.ts'
import { declareAlarm } from './alarm.ts'
import { PERIOD } from './business-metrics.ts'
import { type FunctionKind, memoryOf, timeoutOf } from './function-kinds.ts'
import { withLogicalId } from './logical-id.ts'

/** Why a function without a dead-letter queue of its own loses nothing. */
const CALLER_KNOWS = 'its caller waits, and hears of a failure'
const MAPPING_KEEPS = 'its event source repeats what failed, and sets it aside in a dead-letter queue'
const WITHOUT_DEAD_LETTERS: Readonly<Record<FunctionKind, string>> = {
  request: CALLER_KNOWS,
  report: CALLER_KNOWS,
  trigger: CALLER_KNOWS,
  worker: MAPPING_KEEPS,
  triage: MAPPING_KEEPS,
  schedule: 'the next run does what this one did not',
}

/** Functions on a ticket's way to an agent: the local host, which has few threads, runs them before others. */
const URGENT: ReadonlySet<FunctionName> = new Set([
  'publish-changes',
  'accept-ticket',
  'triage-ticket',
  'assign-ticket',
])

export interface SupportFunctionProps {
  readonly name: FunctionName
  readonly kind: FunctionKind
  readonly description: string
  /** Receives asynchronous calls that failed for good; only for functions that are called asynchronously. */
  readonly deadLetterQueue?: sqs.IQueue
  /** Whether it sends to the queue that it reads: the next pass over a line, or a mail that is due later. */
  readonly ringsItself?: boolean
  /** Metric of deliberate errors, which the function's alarm ignores. */
  readonly refusals?: cloudwatch.IMetric
}

const pascalCase = (name: string): string => name.replaceAll(/(?:^|-)(\w)/g, (_match, letter) => letter.toUpperCase())

/** One Lambda function with its bundle, its own role without a managed policy, its log and its alarms. */
export class SupportFunction extends lambda.Function {
  readonly supportName: FunctionName
  readonly kind: FunctionKind
  private readonly policy: iam.PolicyDocument
  private readonly ownRole: iam.Role

  constructor(scope: Construct, props: SupportFunctionProps) {
    const id = pascalCase(props.name)
    const logGroup = new logs.LogGroup(scope, `${id}Log`, {
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const policy = new iam.PolicyDocument()
    const role = new iam.Role(scope, `${id}Role`, {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { access: policy },
    })
    super(scope, id, {
      description: props.description,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      code: lambda.Code.fromAsset(fileURLToPath(new URL(`../../dist/${props.name}`, import.meta.url)), {
        exclude: ['*.map'],
      }),
      handler: 'index.handler',
      // Otherwise the CDK would add a second policy for tracing and dead letters; the grants below cover both.
      role: role.withoutPolicyUpdates(),
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      tracing: lambda.Tracing.ACTIVE,
      // Lambda would stop such a chain of messages after about 16 calls; each of ours ends by itself.
      ...(props.ringsItself && { recursiveLoop: lambda.RecursiveLoop.ALLOW }),
      timeout: timeoutOf(props.kind),
      memorySize: memoryOf(props.kind),
      ...(props.deadLetterQueue ? { deadLetterQueue: props.deadLetterQueue } : {}),
    })
    this.supportName = props.name
    this.kind = props.kind
    this.policy = policy
    this.ownRole = role
    withLogicalId(this, id)
    withLogicalId(role, `${id}Role`)
    // By this metadata the local host finds the bundle to run.
    const resource = this.node.defaultChild as CfnResource
    resource.addMetadata('local:bundle', props.name)
    if (URGENT.has(props.name)) resource.addMetadata('local:urgent', true)

    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn])
    this.allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*'])
    if (props.deadLetterQueue) this.allow(['sqs:SendMessage'], [props.deadLetterQueue.queueArn])
    else this.acknowledge('Serverless-LambdaDLQ', WITHOUT_DEAD_LETTERS[props.kind])
    for (const rule of ['AwsSolutions-IAM5[Resource::*]', 'Serverless-LambdaStarPermissions']) {
      this.acknowledge(rule, 'X-Ray has no resources that a policy could name; nothing else is granted on all')
    }
    this.watch(props.refusals)
  }

  /** Grants single actions on named resources. */
  allow(actions: readonly string[], resources: readonly string[], conditions?: iam.Conditions): void {
    this.policy.addStatements(
      new iam.PolicyStatement({ actions: [...actions], resources: [...resources], ...(conditions && { conditions }) }),
    )
  }

  /** Acknowledges a cdk-nag finding about the function or its role. */
  acknowledge(id: string, reason: string): void {
    for (const construct of [this, this.ownRole]) Validations.of(construct).acknowledge({ id, reason })
  }

  /** Adds settings to the function's environment. */
  addSettings(settings: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(settings)) this.addEnvironment(name, value)
  }

  private unexpectedErrors(refusals: cloudwatch.IMetric | undefined): cloudwatch.IMetric {
    const errors = this.metricErrors({ period: PERIOD })
    if (!refusals) return errors
    return new cloudwatch.MathExpression({
      expression: 'errors - FILL(refusals, 0)',
      usingMetrics: { errors, refusals },
      label: `${this.supportName}: unexpected errors`,
      period: PERIOD,
    })
  }

  private watch(refusals: cloudwatch.IMetric | undefined): void {
    declareAlarm(this, 'Errors', {
      metric: this.unexpectedErrors(refusals),
      above: 0,
      says: `${this.supportName} fails`,
      runbook: 'function-errors',
    })
    declareAlarm(this, 'Slow', {
      metric: this.metricDuration({ period: PERIOD, statistic: cloudwatch.Stats.p(99) }),
      above: timeoutOf(this.kind).toMilliseconds() * 0.8,
      says: `${this.supportName} comes near its time-out`,
      runbook: 'function-slow',
    })
  }
}
