import { GetCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import type { EventRecord } from '../contracts/events.ts'
import { subjectOf } from '../contracts/subjects.ts'
import { Settings } from '../contracts/workspace.ts'
import { defaultSettings } from '../domain/settings.ts'
import type { Happening } from '../domain/ticket-change.ts'
import { numericSetting } from '../platform/env.ts'
import { rememberingOne } from '../platform/remembering.ts'
import { documents, stillAt, tableNamed, untilWritten, writeTogether } from './documents.ts'
import { recordEvent } from './events.ts'
import { peopleKeys } from './tables.ts'

/** An admin waits for this time, until what they have changed is known to all; short enough to wait for. */
const LIFETIME_MS = 500
/** A change by another admin in between is read again and decided again this often. */
const STALE_ATTEMPTS = 5

/** Shape without strictness: rows carry keys that records do not. */
const Row = Settings.strip()
const Version = z.object({ version: z.int().min(1) })

/** What is kept of settings: a limit that is the deployment's own stays so, whatever the next one's is. */
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
  // What came with a later version of the program may be missing, and what is the deployment's own.
  return { settings: Row.parse({ ...defaults, ...Item }), version: Version.parse(Item).version }
}

const known = rememberingOne(LIFETIME_MS, async () => (await readSettings()).settings)

/**
 * What admins set for the whole installation, or the defaults; as it was half a second ago, or later.
 *
 * @param options.fresh true asks the table even if the answer is known
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
 * Replaces the settings; resolves when everybody works by them, but for the rate limit of signed-in users, who may keep the
 * former for ten seconds more (`api/pipeline/rate-limit.ts`).
 *
 * @throws RefusedError `unavailable` when other admins always come first
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
