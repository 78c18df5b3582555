import { type Access, access } from '../access.ts'
import { settingName, TABLES } from '../grants.ts'
import { recordOf } from '../json-record.ts'
import { type Fault, isOurs, type Rule, writtenTextOf } from './template.ts'

/** A setting, and the logical id of the resource that it refers to; undefined if it is no single reference. */
type Setting = readonly [name: string, of: string | undefined]

/** Settings that a function needs to find the resources of its row in `access.ts`. */
const settingsOf = (row: Access): readonly Setting[] => [
  ...TABLES.filter((table) => (row[table] ?? []).length > 0).map(
    (table) => [`${settingName(table)}_TABLE`, table] as const,
  ),
  ...(row.rings ?? []).map((queue) => [`${settingName(queue)}_URL`, queue] as const),
  ...(row.secrets ?? []).map((secret) => [`${settingName(secret)}_ARN`, secret] as const),
  ...(row.refusesIntake ? [['INTAKE_DLQ_URL', 'AcceptTicketDeadLetters'] as const] : []),
  ...(row.publishes ? [['EVENT_BUS_NAME', 'Bus'] as const] : []),
  ...(row.pool || row.knowsPool
    ? [['USER_POOL_ID', 'UserPool'] as const, ['USER_POOL_CLIENT_ID', 'UserPoolClient'] as const]
    : []),
  ...(row.sockets ? [['SOCKET_ENDPOINT', undefined] as const] : []),
  ...(row.model ? [['MODEL_PROVIDER', undefined] as const, ['MODEL_ID', undefined] as const] : []),
]

/** A resource's `Ref`, or an attribute of the same value. */
const REFERENCE = /^<(\w+)(?:\.(?:QueueUrl|Id|Name|UserPoolId|ClientId))?>$/

/** Our functions have a setting for each resource that they may use, and it refers to that resource. */
export const missingSettings: Rule = (template) => {
  const rows: Readonly<Record<string, Access>> = access
  return template.resources.filter(isOurs).flatMap(({ id, properties, metadata }): Fault[] => {
    const row = rows[String(metadata['local:bundle'])]
    const told = recordOf(recordOf(properties.Environment).Variables)
    return (row ? settingsOf(row) : []).flatMap(([name, of]): readonly Fault[] => {
      if (told[name] === undefined) return [{ id, rule: 'setting-missing', says: `is not told ${name}` }]
      return of === undefined || REFERENCE.exec(writtenTextOf(told[name]))?.[1] === of
        ? []
        : [{ id, rule: 'setting-value', says: `is told ${name} of something other than ${of}` }]
    })
  })
}

/**
 * Settings that must be equal wherever they are set: by them functions find each other's rows, and identify the stage.
 */
const AGREED = ['INDEX_SHARDS', 'RATE_LIMIT', 'SITE_URL', 'POWERTOOLS_SERVICE_NAME', 'MODEL_PROVIDER', 'MODEL_ID']

/** Shared settings agree between our functions, and `SOCKET_ENDPOINT` is the socket's address. */
export const disagreements: Rule = (template) => {
  const told = template.resources
    .filter(isOurs)
    .map(({ id, properties }) => ({ id, settings: recordOf(recordOf(properties.Environment).Variables) }))
  return [
    ...AGREED.flatMap((name): readonly Fault[] => {
      const holders = told.filter(({ settings }) => settings[name] !== undefined)
      const byValue = Map.groupBy(holders, ({ settings }) => writtenTextOf(settings[name]))
      const [usual] = [...byValue.values()].toSorted((one, other) => other.length - one.length)
      return holders
        .filter((holder) => !usual?.includes(holder))
        .map(({ id }) => ({ id, rule: 'setting-value', says: `is told another ${name} than most` }))
    }),
    ...told
      .filter(({ settings }) => settings.SOCKET_ENDPOINT !== undefined)
      .filter(({ settings }) => !/^https:\/\/<SocketApi>\..*\/ws$/.test(writtenTextOf(settings.SOCKET_ENDPOINT)))
      .map(({ id }): Fault => ({ id, rule: 'setting-value', says: 'is told a SOCKET_ENDPOINT where no socket is' })),
  ]
}
