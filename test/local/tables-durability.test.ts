import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { afterEach, expect, it, vi } from 'vitest'
import { commandLines } from '../../bin/program/processes.ts'
import { OPERATOR } from '../../lib/local/aws-service.ts'
import { startTables } from '../../lib/local/tables.ts'
import { startEmulatedAws, templateOf, temporaryFolder } from './emulated-aws.ts'
import { ticketTemplate } from './ticket-template.ts'

const folder = temporaryFolder()
let child: ChildProcess | undefined
afterEach(() => {
  child?.kill('SIGKILL')
  folder.remove()
})

const databasesOn = (path: string): readonly string[] =>
  [...commandLines().values()].filter((line) => /^\S*dynoxide /.test(line) && line.includes(` --db-path ${path}/`))

it('keeps every acknowledged item through a SIGKILL of the host, and leaves no database behind', async () => {
  const script = fileURLToPath(new URL('./put-until-killed.ts', import.meta.url))
  const writer = spawn(process.execPath, [script, folder.path], { stdio: ['ignore', 'pipe', 'inherit'] })
  child = writer
  const acknowledged: string[] = []
  for await (const line of createInterface({ input: writer.stdout })) {
    acknowledged.push(line)
    if (acknowledged.length === 100) {
      expect(databasesOn(folder.path)).toHaveLength(1)
      writer.kill('SIGKILL')
    }
  }
  if (writer.signalCode === null) await once(writer, 'exit')
  await vi.waitFor(() => expect(databasesOn(folder.path)).toEqual([]), { timeout: 5000 })

  const aws = await startEmulatedAws({ dataDir: folder.path })
  const dynamo = new DynamoDBClient(aws.as(OPERATOR))
  const lost: string[] = []
  for (const pk of acknowledged) {
    const Key = { pk: { S: pk }, sk: { S: 'TICKET' } }
    if (!(await dynamo.send(new GetItemCommand({ TableName: 'Tickets', Key }))).Item) lost.push(pk)
  }
  const elsewhere = await startTables({
    template: templateOf(ticketTemplate(), () => 0),
    dataDir: folder.path,
    endpoint: aws.tables.endpoint,
    report: () => {},
  })
  const throughEndpoint = await elsewhere.readStream('Tickets', 'TRIM_HORIZON', 1000)
  await elsewhere.close()
  await aws.close()

  expect(acknowledged.length).toBeGreaterThanOrEqual(100)
  expect(lost).toEqual([])
  expect(throughEndpoint.length).toBeGreaterThanOrEqual(acknowledged.length)
})
