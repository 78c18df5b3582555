import { type Access, access } from '../access.ts'
import { settingName, TABLES } from '../grants.ts'
import { type Fault, isOurs, type Rule, record } from './template.ts'

/** Settings without which a function could not find what its row in `access.ts` lets it reach. */
const settingsOf = (row: Access): readonly string[] => [
  ...TABLES.filter((table) => (row[table] ?? []).length > 0).map((table) => `${settingName(table)}_TABLE`),
  ...(row.rings ?? []).map((queue) => `${settingName(queue)}_URL`),
  ...(row.secrets ?? []).map((secret) => `${settingName(secret)}_ARN`),
  ...(row.refusesIntake ? ['INTAKE_DLQ_URL'] : []),
  ...(row.publishes ? ['EVENT_BUS_NAME'] : []),
  ...(row.pool || row.knowsPool ? ['USER_POOL_ID', 'USER_POOL_CLIENT_ID'] : []),
  ...(row.sockets ? ['SOCKET_ENDPOINT'] : []),
  ...(row.model ? ['MODEL_PROVIDER', 'MODEL_ID'] : []),
]

/** Our functions are told where everything is that they may reach. */
export const missingSettings: Rule = (template) => {
  const rows: Readonly<Record<string, Access>> = access
  return template.resources.filter(isOurs).flatMap(({ id, properties, metadata }): Fault[] => {
    const row = rows[String(metadata['local:bundle'])]
    const told = record(record(properties.Environment).Variables)
    return (row ? settingsOf(row) : [])
      .filter((name) => told[name] === undefined)
      .map((name) => ({ id, rule: 'setting-missing', says: `is not told ${name}` }))
  })
}
