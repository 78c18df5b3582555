import { type AttributeValue, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { OPERATOR } from '../../lib/local/aws-service.ts'
import type { ConsumedUnits } from '../../lib/local/tables/meter.ts'
import { type EmulatedAws, startEmulatedAws, temporaryFolder } from './emulated-aws.ts'

export const TableName = 'Tickets'

/** The key of a ticket's row. */
export const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'TICKET' } })

/** The keys of stream records, in order. */
export const pksOf = (records: Awaited<ReturnType<EmulatedAws['tables']['readStream']>>) =>
  records.map(({ dynamodb }) => (dynamodb.Keys.pk as { S: string }).S)

/** The table of tickets on an emulated AWS whose folder stays while it is stopped and started again. */
export const startTicketTables = async () => {
  const folder = temporaryFolder()
  const reported: string[] = []
  const consumed: ConsumedUnits[] = []
  const open = async (document?: unknown) => {
    const host = await startEmulatedAws({
      dataDir: folder.path,
      document,
      report: (line) => reported.push(line),
      consumed: (units) => consumed.push(units),
    })
    return { host, dynamo: new DynamoDBClient(host.as(OPERATOR)) }
  }
  let opened = await open()
  const stop = async () => {
    opened.dynamo.destroy()
    await opened.host.close()
  }
  return {
    folder: folder.path,
    /** Lines that the host wrote. */
    reported,
    /** What calls consumed, in order. */
    consumed,
    host: () => opened.host,
    dynamo: () => opened.dynamo,
    put: (pk: string, more: Record<string, AttributeValue> = {}) =>
      opened.dynamo.send(new PutItemCommand({ TableName, Item: { ...key(pk), ...more } })),
    get: async (pk: string) => (await opened.dynamo.send(new GetItemCommand({ TableName, Key: key(pk) }))).Item,
    stop,
    /** Starts the emulated AWS again, with another template if one is given. */
    start: async (document?: unknown) => {
      opened = await open(document)
    },
    close: async () => {
      await stop()
      folder.remove()
    },
  }
}

export type TicketTables = Awaited<ReturnType<typeof startTicketTables>>
