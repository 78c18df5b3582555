import { writeSync } from 'node:fs'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { OPERATOR } from '../../lib/local/aws-service.ts'
import { startEmulatedAws } from './emulated-aws.ts'

/** Puts items without end and prints each key once it is acknowledged; takes the data directory as its argument. */
const dataDir = process.argv[2]
if (dataDir === undefined) throw new Error('usage: put-until-killed.ts <data directory>')
const aws = await startEmulatedAws({ dataDir })
const dynamo = new DynamoDBClient(aws.as(OPERATOR))
const STANDARD_OUTPUT = 1

for (let number = 0; ; number += 1) {
  const pk = `ticket-${number}`
  await dynamo.send(new PutItemCommand({ TableName: 'Tickets', Item: { pk: { S: pk }, sk: { S: 'TICKET' } } }))
  writeSync(STANDARD_OUTPUT, `${pk}\n`)
}
