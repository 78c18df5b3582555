import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startAwsPort } from '../../lib/local/aws-port.ts'
import type { AwsService } from '../../lib/local/aws-service.ts'
import { permissionsOf } from '../../lib/local/permissions.ts'
import { startQueues } from '../../lib/local/queues.ts'
import type { ConsumedUnits } from '../../lib/local/tables/meter.ts'
import { startTables } from '../../lib/local/tables.ts'
import { readTemplate } from '../../lib/local/template.ts'
import { ticketTemplate } from './ticket-template.ts'

/** A new empty folder, and a function that removes it. */
export const temporaryFolder = () => {
  const path = mkdtempSync(join(tmpdir(), 'plimsoll-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export const templateOf = (document: unknown, awsPort: () => number) =>
  readTemplate(document, { awsPort, localUrl: (url) => url, dynamicReference: (reference) => `secret of ${reference}` })

export interface EmulatedAwsOptions {
  readonly dataDir: string
  readonly document?: unknown
  /** Further services by name. */
  readonly services?: Readonly<Record<string, AwsService>>
  readonly report?: (line: string) => void
  readonly consumed?: (units: ConsumedUnits) => void
}

/** The template's tables and queues behind one AWS port. */
export const startEmulatedAws = async (options: EmulatedAwsOptions) => {
  const { dataDir, document = ticketTemplate(), services = {}, report = () => {}, consumed = () => {} } = options
  let port = 0
  const template = templateOf(document, () => port)
  const permissions = permissionsOf(template)
  const queues = await startQueues({ template, dataDir })
  const tables = await startTables({ template, dataDir, endpoint: undefined, report, consumed })
  const awsPort = await startAwsPort({
    port: 0,
    services: { dynamodb: tables, sqs: queues, ...services },
    permissions,
    report,
  })
  port = awsPort.port
  return {
    template,
    permissions,
    queues,
    tables,
    port,
    queueUrl: `http://127.0.0.1:${port}/000000000000/TicketQueue`,
    deadLettersUrl: `http://127.0.0.1:${port}/000000000000/TicketQueueDeadLetters`,
    /** Settings of an SDK client that calls as this function. */
    as: (caller: string) => ({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: caller, secretAccessKey: 'none' },
      maxAttempts: 1,
    }),
    close: async () => {
      await awsPort.close()
      await queues.close()
      await tables.close()
    },
  }
}

export type EmulatedAws = Awaited<ReturnType<typeof startEmulatedAws>>
