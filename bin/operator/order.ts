import { tables } from '../../functions/stores/tables.ts'
import { MAIN_STAGE, stackNameOf } from '../../lib/aws/settings.ts'
import { readFlags } from '../program/run-main.ts'
import { INSTALLATIONS_FILE, readInstallation } from '../stage/installation.ts'
import { namesOf, REGION } from '../stage/stack-resources.ts'

const LOCAL = { AWS_REGION: REGION, AWS_ACCESS_KEY_ID: 'local-operator', AWS_SECRET_ACCESS_KEY: 'local' }

export interface OperatorOrder {
  /** The first argument, such as a file or a queue. */
  readonly subject: string | undefined
  /** Address of the local host's AWS port; undefined for the cloud. */
  readonly endpointUrl: string | undefined
  /** Which of the account's systems is meant; without effect on the local host. */
  readonly stage: string
}

/**
 * The arguments of an operator's command: `npm run <command> -- [subject] [--stage production]`, or for the local host
 * `--endpoint-url http://127.0.0.1:4566`, which AWS_ENDPOINT_URL can name as well.
 */
export const readOrder = (): OperatorOrder => {
  const { values, positionals } = readFlags({
    allowPositionals: true,
    options: { 'endpoint-url': { type: 'string' }, stage: { type: 'string', default: MAIN_STAGE } },
  })
  return {
    subject: positionals[0],
    endpointUrl: values['endpoint-url'] ?? process.env.AWS_ENDPOINT_URL,
    stage: values.stage,
  }
}

/**
 * Points this process's SDK clients at the system that is meant: the local host, with an operator's credentials, or the
 * stage's region, whatever region the caller's profile names.
 */
export const reachAws = ({ endpointUrl }: OperatorOrder): void => {
  if (endpointUrl === undefined) process.env.AWS_REGION = REGION
  else Object.assign(process.env, LOCAL, { AWS_ENDPOINT_URL: endpointUrl })
}

/** The physical name of a resource, by its logical id; a queue's is its URL or its name. Undefined if there is none. */
type NameOf = (logicalId: string) => string | undefined

/** The names of the resources of the system that is meant. @throws Error if the stage is not deployed */
export const systemNames = async ({ endpointUrl, stage }: OperatorOrder): Promise<NameOf> => {
  if (endpointUrl !== undefined) return (logicalId) => logicalId
  const stackName = stackNameOf({ stage })
  const names = await namesOf(stackName)
  if (names.size === 0) {
    throw new Error(`there is no stack ${stackName} in ${REGION}: deploy it first, or name its stage by --stage`)
  }
  return (logicalId) => names.get(logicalId)
}

/** The stores read the name of `AgentLoad` from `AGENT_LOAD_TABLE`. */
const settingOf = (name: string): string => `${name.replace(/(?!^)[A-Z]/g, '_$&').toUpperCase()}_TABLE`

/**
 * Points this process's stores at the system that is meant, or at tables that the environment names, such as restored
 * ones. Call this before importing a store.
 *
 * @throws Error if there is no such system, or it lacks a table
 */
export const reachTables = async (order: OperatorOrder, installations = INSTALLATIONS_FILE): Promise<void> => {
  reachAws(order)
  const { indexShards = '1' } = order.endpointUrl === undefined ? readInstallation(order.stage, installations) : {}
  process.env.INDEX_SHARDS ??= indexShards
  const unnamed = Object.keys(tables).filter((name) => !process.env[settingOf(name)])
  if (unnamed.length === 0) return
  const nameOf = await systemNames(order)
  for (const logicalName of unnamed) {
    const name = nameOf(logicalName)
    if (name === undefined) {
      throw new Error(`the stack has no table ${logicalName}: please name one by ${settingOf(logicalName)}`)
    }
    process.env[settingOf(logicalName)] = name
  }
}
