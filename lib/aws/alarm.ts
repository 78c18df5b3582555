import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import { settingsOf } from './settings.ts'

export interface AlarmProps {
  readonly metric: cloudwatch.IMetric
  /** The alarm rings above this value, in the metric's own unit. */
  readonly above: number
  /** What is wrong when it rings, in a few words. */
  readonly says: string
  /** Chapter of docs/runbook.md that describes what to do. */
  readonly runbook: string
  /** Consecutive periods that must be above; 1 unless given. */
  readonly periods?: number
  /** How a period without data counts; as not breaching unless given. */
  readonly missing?: cloudwatch.TreatMissingData
}

/** Declares an alarm that links to its runbook chapter. `Observability` sends every alarm of the stack to its topic. */
export const declareAlarm = (scope: Construct, id: string, props: AlarmProps): cloudwatch.Alarm =>
  new cloudwatch.Alarm(scope, `${id}Alarm`, {
    metric: props.metric,
    threshold: props.above,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: props.periods ?? 1,
    treatMissingData: props.missing ?? cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmDescription: `${props.says}: ${settingsOf(scope).runbookUrl}#${props.runbook}`,
  })
