import { Duration, Stack, Validations } from 'aws-cdk-lib'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as sns from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import { declareAlarm } from './alarm.ts'
import { alarmed, degradedRate, PERIOD } from './business-metrics.ts'
import { Dashboard } from './dashboard.ts'
import { firewallName } from './firewall.ts'
import type { Rooms } from './grants.ts'
import type { Settings } from './settings.ts'
import { placesOf } from './tables.ts'

/** Concurrent executions that AWS allows an account by default. */
const USUAL_CONCURRENCY = 1_000

/** Sends the stack's alarms to one topic, and holds its dashboard. Created last, so that it finds every alarm. */
export class Observability extends Construct {
  constructor(scope: Construct, id: string, rooms: Rooms) {
    super(scope, id)
    this.watchAccount()
    this.watchApi(rooms.api)
    this.watchTables(rooms.tables)
    this.watchMails(rooms.settings)
    this.watchFirewall(rooms.settings)
    this.watchBusiness(rooms.settings)
    this.sendAlarms(rooms.settings.alarmEmail)
    new Dashboard(this, 'Dashboard', rooms)
  }

  private watchAccount(): void {
    declareAlarm(this, 'Throttles', {
      metric: metric('AWS/Lambda', 'Throttles', 'Sum'),
      above: 0,
      says: 'Lambda refuses calls for want of concurrency',
      runbook: 'throttles',
    })
    declareAlarm(this, 'Concurrency', {
      metric: metric('AWS/Lambda', 'ConcurrentExecutions', 'Maximum'),
      above: USUAL_CONCURRENCY * 0.8,
      says: 'Lambda runs nearly as many functions at once as it may',
      runbook: 'concurrency',
    })
  }

  /** To Lambda a function that answers 500 has not failed: only the gateway counts the answers that people got. */
  private watchApi({ http }: Rooms['api']): void {
    declareAlarm(this, 'ServerErrors', {
      metric: new cloudwatch.MathExpression({
        // A browser tries three times, so five failures are more than one bad request; 1 % of many is more than chance.
        expression: 'IF(FILL(failed, 0) > 4, 100 * failed / requests, 0)',
        usingMetrics: {
          failed: http.metricServerError({ statistic: 'Sum', period: PERIOD }),
          requests: http.metricCount({ statistic: 'Sum', period: PERIOD }),
        },
        label: 'Requests that failed on our side, %',
        period: PERIOD,
      }),
      above: 1,
      says: 'the API answers requests with 500, 503 or 504',
      runbook: 'api-failures',
    })
  }

  private watchTables(tables: Rooms['tables']): void {
    for (const { label, throttled } of placesOf(tables)) {
      declareAlarm(this, `${label} Throttled`, {
        metric: throttled,
        // A hot key is throttled hundreds of times a second; a growing table only now and then, and calls are retried.
        above: 100,
        says: `DynamoDB throttles ${label}`,
        runbook: 'table-throttles',
      })
    }
  }

  private watchMails(stage: Settings): void {
    // SES publishes its rates irregularly: an hour without a value keeps the alarm's state.
    const rate = (name: string) => metric('AWS/SES', name, 'Maximum').with({ period: Duration.hours(1) })
    const missing = cloudwatch.TreatMissingData.IGNORE
    declareAlarm(this, 'Bounces', {
      metric: rate('Reputation.BounceRate'),
      missing,
      // SES reviews an account at 5 %.
      above: 0.04,
      says: 'mails bounce',
      runbook: 'bounces',
    })
    declareAlarm(this, 'Complaints', {
      metric: rate('Reputation.ComplaintRate'),
      missing,
      // SES reviews an account at 0.1 %.
      above: 0.0008,
      says: 'people report mails as spam',
      runbook: 'complaints',
    })
    // Without a mail domain every mail is lost, on purpose.
    if (stage.mailDomain === undefined) return
    declareAlarm(this, 'MailsLost', {
      metric: alarmed(stage, 'MailsLost').with({ period: Duration.hours(1) }),
      // A single address that SES refuses loses a few mails; more point to a common cause.
      above: 4,
      says: 'mails are lost for good',
      runbook: 'mails-lost',
    })
  }

  private watchFirewall(stage: Settings): void {
    declareAlarm(this, 'Blocked', {
      metric: metric('AWS/WAFV2', 'BlockedRequests', 'Sum').with({
        dimensionsMap: { WebACL: firewallName(stage), Rule: 'ALL' },
      }),
      // Scanners are refused a few times an hour; this many are a flood, or valid requests.
      above: 1_000,
      says: 'the firewall refuses many requests',
      runbook: 'firewall-blocks',
      periods: 2,
    })
  }

  private watchBusiness(stage: Settings): void {
    declareAlarm(this, 'OldestWait', {
      metric: alarmed(stage, 'OldestWaitSeconds'),
      above: Duration.hours(4).toSeconds(),
      says: 'a ticket waits for an agent too long',
      runbook: 'oldest-wait',
    })
    declareAlarm(this, 'Degraded', {
      metric: degradedRate(stage),
      above: 25,
      says: 'the model does not answer, and tickets go on without it',
      runbook: 'triage-degraded',
      periods: 3,
    })
    declareAlarm(this, 'PrecisionLoss', {
      // `retrain-classifier` emits it once an hour.
      metric: alarmed(stage, 'TriagePrecisionLossPercent').with({ period: Duration.hours(1) }),
      // Three times what chance does to the precision of fifty decisions.
      above: 15,
      says: 'people correct the suggestions more often than they used to',
      runbook: 'triage-precision',
    })
    declareAlarm(this, 'LoadDrift', {
      metric: alarmed(stage, 'LoadDrift').with({ period: Duration.hours(1) }),
      above: 0,
      says: 'agents were counted to hold more or fewer tickets than they do, which has been put right',
      runbook: 'load-drift',
    })
    declareAlarm(this, 'EventsUnreadable', {
      metric: alarmed(stage, 'EventsUnreadable'),
      above: 0,
      says: 'an event row of the stream cannot be read, and was left out',
      runbook: 'events-unreadable',
    })
  }

  private sendAlarms(email: string | undefined): void {
    const topic = new sns.Topic(this, 'Alarms', { displayName: 'Plimsoll alarms', enforceSSL: true })
    Validations.of(topic).acknowledge({
      id: 'AwsSolutions-SNS2',
      reason: 'CloudWatch cannot publish under the AWS-managed key, and alarms hold no personal data',
    })
    // The TLS policy replaces the default policy of SNS, which lets the whole account publish.
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AllowAlarmsOfThisAccount',
        actions: ['sns:Publish'],
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    )
    if (email) topic.addSubscription(new EmailSubscription(email))
    for (const construct of Stack.of(this).node.findAll()) {
      if (!(construct instanceof cloudwatch.Alarm)) continue
      construct.addAlarmAction(new SnsAction(topic))
      construct.addOkAction(new SnsAction(topic))
    }
  }
}

const metric = (namespace: string, metricName: string, statistic: string): cloudwatch.Metric =>
  new cloudwatch.Metric({ namespace, metricName, statistic, period: PERIOD })
