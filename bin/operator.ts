import { parseArgs } from 'node:util'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { tables } from '../functions/stores/tables.ts'

const LOCAL = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'local-operator', AWS_SECRET_ACCESS_KEY: 'local' }

interface OperatorOrder {
  /** The first word, such as a file or a queue. */
  readonly subject: string | undefined
  /** The local host's AWS address; undefined for the cloud. */
  readonly endpointUrl: string | undefined
}

/** What an operator's command was told: `npm run <command> -- [subject] [--endpoint-url http://127.0.0.1:4566]`. */
export const readOrder = (): OperatorOrder => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'endpoint-url': { type: 'string' } },
  })
  return { subject: positionals[0], endpointUrl: values['endpoint-url'] }
}

/** Lets the SDK's clients of this process call the local host as its operator, if an address is given. */
export const reachAws = (endpointUrl: string | undefined): void => {
  if (endpointUrl !== undefined) Object.assign(process.env, LOCAL, { AWS_ENDPOINT_URL: endpointUrl })
}

/** `AgentLoad` is told to the stores as `AGENT_LOAD_TABLE`. */
const settingOf = (name: string): string => `${name.replace(/(?!^)[A-Z]/g, '_$&').toUpperCase()}_TABLE`

const listTables = async (): Promise<readonly string[]> => {
  const client = new DynamoDBClient({})
  const names: string[] = []
  let ExclusiveStartTableName: string | undefined
  do {
    const page = await client.send(
      new ListTablesCommand({ ...(ExclusiveStartTableName && { ExclusiveStartTableName }) }),
    )
    names.push(...(page.TableNames ?? []))
    ExclusiveStartTableName = page.LastEvaluatedTableName
  } while (ExclusiveStartTableName)
  client.destroy()
  return names
}

/**
 * Lets the stores of this process work on a running system: the local host behind an address, or the deployment that the
 * environment's credentials and region reach. To be called before a store is imported.
 *
 * @param endpointUrl the local host's AWS address; undefined for the cloud
 * @throws Error if a table is missing, or if two deployments are in reach
 */
export const reachTables = async (endpointUrl: string | undefined): Promise<void> => {
  reachAws(endpointUrl)
  process.env.INDEX_SHARDS ??= '1'
  const names = await listTables()
  for (const logicalName of Object.keys(tables)) {
    if (process.env[settingOf(logicalName)]) continue
    const found = names.filter((name) => name === logicalName || new RegExp(`-${logicalName}[0-9A-F]{8}-`).test(name))
    const [name] = found
    if (name === undefined || found.length > 1) {
      throw new Error(
        `${found.length} tables may be ${logicalName}; please name the right one by ${settingOf(logicalName)}`,
      )
    }
    process.env[settingOf(logicalName)] = name
  }
}
