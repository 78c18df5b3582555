import { GetCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import type { EventRecord } from '../contracts/events.ts'
import { subjectOf } from '../contracts/subjects.ts'
import { Settings } from '../contracts/workspace.ts'
import { defaultSettings } from '../domain/settings.ts'
import type { Happening } from '../domain/ticket/change.ts'
import { numericSetting } from '../platform/env.ts'
import { rememberingOne } from '../platform/remembering.ts'
import { documents, stillAt, tableNamed, untilWritten, writeTogether } from './documents.ts'
import { recordEvent } from './events.ts'
import { peopleKeys } from './tables.ts'

/** How long an instance remembers the settings; an admin's change waits this long, until every instance uses it. */
const LIFETIME_MS = 500
/** How often a change is tried while other admins' changes come in between. */
const STALE_ATTEMPTS = 5

/** Not strict: rows carry key attributes that records do not. */
const Row = Settings.strip()
const Version = z.object({ version: z.int().min(1) })

/** The settings as stored. A rate limit equal to the deployment's is left out, so that it follows later deployments. */
const keptOf = ({ rate_limit, ...rest }: Settings): Partial<Settings> =>
  rate_limit === numericSetting('RATE_LIMIT') ? rest : { ...rest, rate_limit }

interface Kept {
  readonly settings: Settings
  /** 0 until an admin has changed something. */
  readonly version: number
}

const readSettings = async (): Promise<Kept> => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableNamed('AgentLoad'), Key: peopleKeys.settings(), ConsistentRead: true }),
  )
  const defaults = defaultSettings(numericSetting('RATE_LIMIT'))
  if (!Item) return { settings: defaults, version: 0 }
  // The row may lack settings that a later version of the program added, and the deployment's own rate limit.
  return { settings: Row.parse({ ...defaults, ...Item }), version: Version.parse(Item).version }
}

const known = rememberingOne(LIFETIME_MS, async () => (await readSettings()).settings)

/**
 * What admins have set for the whole installation, or the defaults; at most half a second old.
 *
 * @param options.fresh true reads the table even if the answer is remembered
 */
export const getSettings = ({ fresh = false } = {}): Promise<Settings> => (fresh ? known.reload() : known.get())

/** The settings that differ, as the audit records them. */
const changesBetween = (before: Settings, after: Settings): EventRecord['changes'] =>
  Object.fromEntries(
    (Object.keys(after) as (keyof Settings)[])
      .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
      .map((field) => [field, [before[field], after[field]]]),
  )

/**
 * Replaces the settings. Resolves when every instance uses them; only the former rate limit of signed-in users may last
 * ten seconds longer (`api/pipeline/rate-limit.ts`).
 *
 * @throws RefusedError `unavailable` if other admins keep coming first
 */
export const putSettings = async (settings: Settings, { event_id, actor, now }: Happening): Promise<void> => {
  const tryOnce = async (): Promise<true | 'stale'> => {
    const before = await readSettings()
    const version = before.version + 1
    const failures = await writeTogether([
      {
        Put: {
          TableName: tableNamed('AgentLoad'),
          Item: { ...peopleKeys.settings(), ...keptOf(settings), version },
          ...stillAt(before.version),
        },
      },
      recordEvent({
        event_id,
        type: 'settings_updated',
        subject: subjectOf.settings,
        seq: version,
        at: now.toISOString(),
        actor,
        changes: changesBetween(before.settings, settings),
        data: {},
      }),
    ])
    return failures ? 'stale' : true
  }
  await untilWritten(STALE_ATTEMPTS, tryOnce, 'the settings are changing too often')
  await known.outlived()
}
