import { RemovalPolicy } from 'aws-cdk-lib'
import * as ddb from 'aws-cdk-lib/aws-dynamodb'
import { Construct } from 'constructs'
import { tables as shapes, type TableName, type TableShape, TTL_ATTRIBUTE } from '../../functions/stores/tables.ts'
import { withLogicalId } from './logical-id.ts'

const text = (name: string): ddb.Attribute => ({ name, type: ddb.AttributeType.STRING })

/** The five tables, as `stores/tables.ts` describes them. They outlive the stack. */
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
