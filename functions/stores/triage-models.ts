import { GetCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { Share } from '../contracts/basics.ts'
import type { EventRecord } from '../contracts/events.ts'
import type { TriageModel } from '../contracts/insight.ts'
import { subjectOf } from '../contracts/subjects.ts'
import { Category, Triage } from '../contracts/triage.ts'
import type { Happening } from '../domain/ticket/change.ts'
import type { MeasuredConfidence } from '../domain/triage/suggestion-precision.ts'
import { rememberingOne } from '../platform/remembering.ts'
import { documents, tableNamed, type Write, writeTogether } from './documents.ts'
import { recordEvent } from './events.ts'
import { queryAll } from './queries.ts'
import { insightKeys } from './tables.ts'

/** How long an instance remembers the head; a change of it waits this long, until every instance uses it. */
const LIFETIME_MS = 500

/** A trained version: which labels it learnt from, and its score. Its weights are computed from its labels. */
const ModelRow = z.object({
  version: z.int().min(1),
  labels: z.int().min(0),
  /** Place of the last label that it learnt from. */
  until: z.string(),
  held_out_score: z.number().nullable(),
  refused: z.boolean(),
  created_at: z.string(),
})
export type TrainedModel = z.infer<typeof ModelRow>

const Measured = z.object({
  source: Triage.shape.source,
  category: Category,
  bins: z.array(z.object({ count: z.int().min(0), precision: Share.nullable() })).readonly(),
})

/** Which version is in force, and how far training has got. Version 0 is the model that has learnt from no labels. */
const Head = z.object({
  /** `seq` of the last event about the models; every change is conditional on it. */
  seq: z.int().min(0),
  active: z.int().min(0),
  active_until: z.string().nullable(),
  latest: z.int().min(0),
  latest_until: z.string().nullable(),
  /** How precise the suggestions were at the last training, by people's decisions; missing from older rows. */
  measured: z.array(Measured).readonly().default([]),
})
export type ModelHead = z.infer<typeof Head>

const HEAD_VERSION = 0
const NO_MODELS: ModelHead = { seq: 0, active: 0, active_until: null, latest: 0, latest_until: null, measured: [] }

export const readModelHead = async (): Promise<ModelHead> => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableNamed('Insight'), Key: insightKeys.model(HEAD_VERSION), ConsistentRead: true }),
  )
  return Item ? Head.parse(Item) : NO_MODELS
}

const recentHead = rememberingOne(LIFETIME_MS, readModelHead)

/** Which version is in force, at most half a second old. */
export const recentModelHead = (): Promise<ModelHead> => recentHead.get()

export const findModel = async (version: number): Promise<TrainedModel | undefined> => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableNamed('Insight'), Key: insightKeys.model(version), ConsistentRead: true }),
  )
  return Item && version !== HEAD_VERSION ? ModelRow.parse(Item) : undefined
}

/** A version as the API shows it. */
export const showModel = (
  { version, labels, held_out_score, refused, created_at }: TrainedModel,
  active: number,
): TriageModel => ({
  version,
  labels,
  held_out_score,
  state: version === active ? 'active' : refused ? 'refused' : 'retired',
  created_at,
})

/** Every version that was ever trained, newest first. */
export const listModels = async (): Promise<readonly TrainedModel[]> => {
  const { pk, sk } = insightKeys.model(HEAD_VERSION)
  const rows = await queryAll({
    TableName: tableNamed('Insight'),
    KeyConditionExpression: 'pk = :pk AND sk > :head',
    ExpressionAttributeValues: { ':pk': pk, ':head': sk },
    ScanIndexForward: false,
  })
  return rows.map((row) => ModelRow.parse(row))
}

const putHead = (seen: ModelHead, next: ModelHead): Write => ({
  Put: {
    TableName: tableNamed('Insight'),
    Item: { ...insightKeys.model(HEAD_VERSION), ...next },
    ...(seen.seq === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: 'seq = :seen', ExpressionAttributeValues: { ':seen': seen.seq } }),
  },
})

const eventOf = (
  type: 'model_trained' | 'model_rolled_back',
  seen: ModelHead,
  next: ModelHead,
  { event_id, actor, now }: Happening,
  told: Pick<EventRecord, 'data'> & { readonly reason?: string },
): EventRecord => ({
  event_id,
  type,
  subject: subjectOf.triageModel,
  seq: next.seq,
  at: now.toISOString(),
  actor,
  changes: seen.active === next.active ? {} : { active: [seen.active, next.active] },
  ...told,
})

/** @returns whether it was written; resolves when every instance uses it */
const change = async (writes: readonly Write[]): Promise<boolean> => {
  if (await writeTogether(writes)) return false
  await recentHead.outlived()
  return true
}

/**
 * Stores a newly trained version, and puts it in force unless it is refused; `measured` counts either way. Resolves
 * when every instance uses it.
 *
 * @returns false if the models have changed since the head was read
 */
export const keepModel = async (
  seen: ModelHead,
  model: TrainedModel,
  measured: readonly MeasuredConfidence[],
  happening: Happening,
): Promise<boolean> => {
  const { version, until, refused, labels, held_out_score } = model
  const next: ModelHead = {
    seq: seen.seq + 1,
    active: refused ? seen.active : version,
    active_until: refused ? seen.active_until : until,
    latest: version,
    latest_until: until,
    measured,
  }
  const event = eventOf('model_trained', seen, next, happening, {
    data: { version, labels, held_out_score, refused },
    ...(refused && { reason: 'refused: it scores worse on the newest labels than the version in force' }),
  })
  const put: Write = { Put: { TableName: tableNamed('Insight'), Item: { ...insightKeys.model(version), ...model } } }
  return change([putHead(seen, next), put, recordEvent(event)])
}

/**
 * Puts an older version in force again; resolves when every instance uses it.
 *
 * @param extra further writes of the same transaction
 * @returns false if the models have changed since the head was read, or a condition of `extra` did not hold
 */
export const activateModel = async (
  seen: ModelHead,
  { version, until }: TrainedModel,
  happening: Happening,
  extra: readonly Write[],
): Promise<boolean> => {
  const next: ModelHead = { ...seen, seq: seen.seq + 1, active: version, active_until: until }
  const event = eventOf('model_rolled_back', seen, next, happening, { data: { version } })
  return change([putHead(seen, next), recordEvent(event), ...extra])
}
