import { RemovalPolicy, Stack } from 'aws-cdk-lib'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as scheduler from 'aws-cdk-lib/aws-scheduler'
import { Construct } from 'constructs'
import type { Messaging } from './messaging.ts'
import { type Settings, stagedName } from './settings.ts'
import { SupportFunction } from './support-function.ts'

/** Functions that run on a schedule: how often, and what each does. */
export const schedules = {
  'sweep-queue': [
    'rate(1 minute)',
    'Serves the deadlines that are due, and rings for departments with waiting tickets',
  ],
  'retry-triage': ['rate(5 minutes)', 'Asks the model again about tickets that it could not answer'],
  'forecast-volume': ['rate(1 hour)', 'Forecasts arrivals and staffing of each department'],
  'check-merges': ['rate(1 hour)', 'Proposes, applies and ends merges of departments'],
  'reconcile-load': ['rate(1 hour)', 'Compares the load of each agent with the tickets they hold'],
  'retrain-classifier': ['rate(1 hour)', 'Trains the classifier on the labels that people gave'],
} as const

type ScheduleName = keyof typeof schedules

export interface SchedulesProps {
  readonly settings: Settings
  readonly messaging: Messaging
}

/** Functions that run on a schedule. The bus calls `check-merges` as well, when a department is overloaded. */
export class Schedules extends Construct {
  private readonly group: scheduler.ScheduleGroup
  private readonly calls = new iam.PolicyDocument()
  private readonly role: iam.Role
  private readonly messaging: Messaging

  constructor(scope: Construct, id: string, { settings, messaging }: SchedulesProps) {
    super(scope, id)
    this.messaging = messaging
    this.group = new scheduler.ScheduleGroup(this, 'Group', {
      scheduleGroupName: stagedName(settings),
      // A kept group would block the next deployment, which creates one of the same name.
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      inlinePolicies: { call: this.calls },
    })
    this.run('sweep-queue')
    this.run('retry-triage')
    this.run('forecast-volume')
    this.run('reconcile-load')
    this.run('retrain-classifier')
    messaging.callCheckMerges(this.run('check-merges'))
  }

  private run(name: ScheduleName): SupportFunction {
    const { callDeadLetters } = this.messaging
    const [scheduleExpression, description] = schedules[name]
    const handler = new SupportFunction(this, { name, kind: 'schedule', description, deadLetterQueue: callDeadLetters })
    this.calls.addStatements(
      new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [handler.functionArn] }),
    )
    const schedule = new scheduler.CfnSchedule(this, `${handler.node.id}Schedule`, {
      name,
      groupName: this.group.scheduleGroupName,
      scheduleExpression,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: handler.functionArn,
        roleArn: this.role.roleArn,
        // The next run makes up for a missed one, so an old call is worth little.
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 300 },
      },
    })
    // The schedule refers to its group by name only, so CloudFormation would create both at once.
    schedule.node.addDependency(this.group)
    return handler
  }
}
