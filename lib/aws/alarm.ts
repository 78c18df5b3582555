import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import { settingsOf } from './settings.ts'

export interface AlarmProps {
  readonly metric: cloudwatch.IMetric
  /** Raised above this value, in the metric's own unit. */
  readonly above: number
  /** What is wrong then, in a few words. */
  readonly says: string
  /** Chapter of docs/runbook.md that tells what to do. */
  readonly runbook: string
  /** Periods in a row that must be above; 1 unless given. */
  readonly periods?: number
  /** What nothing measured says: that all is well, unless given. */
  readonly missing?: cloudwatch.TreatMissingData
}

/** An alarm that leads to its runbook. `Observability` sends every alarm of the stack to its topic. */
export const declareAlarm = (scope: Construct, id: string, props: AlarmProps): cloudwatch.Alarm =>
  new cloudwatch.Alarm(scope, `${id}Alarm`, {
    metric: props.metric,
    threshold: props.above,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: props.periods ?? 1,
    treatMissingData: props.missing ?? cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmDescription: `${props.says}: ${settingsOf(scope).runbookUrl}#${props.runbook}`,
  })
