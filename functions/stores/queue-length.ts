import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb'
import { documents, tableNamed } from './documents.ts'

/** How many tickets wait in a department's line, as the index shows it. */
export const countWaiting = async (departmentId: string): Promise<number> => {
  let count = 0
  let ExclusiveStartKey: QueryCommandOutput['LastEvaluatedKey']
  do {
    const page: QueryCommandOutput = await documents.send(
      new QueryCommand({
        TableName: tableNamed('Tickets'),
        IndexName: 'queue',
        KeyConditionExpression: 'queue_key = :department',
        ExpressionAttributeValues: { ':department': departmentId },
        Select: 'COUNT',
        ExclusiveStartKey,
      }),
    )
    count += page.Count ?? 0
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  return count
}
