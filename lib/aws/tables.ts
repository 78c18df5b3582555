import { RemovalPolicy } from 'aws-cdk-lib'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import * as ddb from 'aws-cdk-lib/aws-dynamodb'
import { Construct } from 'constructs'
import { tables as shapes, type TableName, type TableShape, TTL_ATTRIBUTE } from '../../functions/stores/tables.ts'
import { PERIOD } from './business-metrics.ts'
import { withLogicalId } from './logical-id.ts'

const text = (name: string): ddb.Attribute => ({ name, type: ddb.AttributeType.STRING })

/** The five tables, as `stores/tables.ts` describes them. They are kept when the stack is deleted. */
export class Tables extends Construct {
  readonly byName: Readonly<Record<TableName, ddb.Table>>

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.byName = {
      Tickets: this.table('Tickets'),
      AgentLoad: this.table('AgentLoad'),
      Insight: this.table('Insight'),
      Search: this.table('Search'),
      Connections: this.table('Connections'),
    }
  }

  private table(name: TableName): ddb.Table {
    const shape: TableShape = shapes[name]
    const table = new ddb.Table(this, name, {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      billingMode: ddb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      timeToLiveAttribute: TTL_ATTRIBUTE,
      ...(shape.stream ? { stream: ddb.StreamViewType.NEW_AND_OLD_IMAGES } : {}),
    })
    for (const index of shape.indexes) {
      table.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: text(index.partitionKey),
        sortKey: text(index.sortKey),
        projectionType: ddb.ProjectionType[index.projection],
      })
    }
    return withLogicalId(table, name)
  }
}

/** A table or one of its indexes, and how often DynamoDB throttled requests to it. */
interface Place {
  /** Such as `Tickets`, or `Tickets by_status`. */
  readonly label: string
  /** Throttled reads and writes together. */
  readonly throttled: cloudwatch.MathExpression
}

/**
 * Each table and each index separately: AWS counts throttling of an index under the index alone, and an alarm adds up
 * at most ten metrics. `ThrottledRequests` would need each operation's name, and misses partly throttled batches.
 */
export const placesOf = ({ byName }: Tables): readonly Place[] =>
  Object.entries(byName).flatMap(([name, { tableName }]) => [
    place(name, { TableName: tableName }),
    ...shapes[name as TableName].indexes.map((index) =>
      place(`${name} ${index.name}`, { TableName: tableName, GlobalSecondaryIndexName: index.name }),
    ),
  ])

const place = (label: string, dimensionsMap: Record<string, string>): Place => {
  // Unique per place, since one graph shows them all.
  const id = label.replaceAll(/\W/g, '_')
  const events = (metricName: string): cloudwatch.Metric =>
    new cloudwatch.Metric({ namespace: 'AWS/DynamoDB', metricName, dimensionsMap, statistic: 'Sum', period: PERIOD })
  const throttled = new cloudwatch.MathExpression({
    // Without throttling there is no data.
    expression: `FILL(reads_${id}, 0) + FILL(writes_${id}, 0)`,
    usingMetrics: { [`reads_${id}`]: events('ReadThrottleEvents'), [`writes_${id}`]: events('WriteThrottleEvents') },
    label,
    period: PERIOD,
  })
  return { label, throttled }
}
