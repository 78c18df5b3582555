import { newClassifier } from '../domain/classifier.ts'
import { TOMBSTONE } from '../domain/people.ts'
import { HOUR_MS } from '../domain/time.ts'
import { newestOfEach } from '../domain/triage/label.ts'
import type { MeasuredConfidence } from '../domain/triage/suggestion-precision.ts'
import type { Knowledge } from '../platform/model/request.ts'
import { newestLabels, type PlacedLabel } from '../stores/labels.ts'
import { type ModelHead, recentModelHead } from '../stores/triage-models.ts'

/**
 * A version learns from this many of the newest labels, so that training takes a second and follows how a team decides
 * today.
 */
const LABELS_A_MODEL = 500
/** After this time, in milliseconds, an instance learns anew, and so forgets what was erased in the meantime. */
const MEMORY_MS = HOUR_MS

/**
 * The labels from which a version learns: the newest of each ticket, oldest first. Erased tickets are left out, since
 * their labels hold no text.
 *
 * @param until the place of the version's last label; undefined for the newest labels
 */
export const labelsOfModel = async (until: string | undefined): Promise<PlacedLabel[]> =>
  newestOfEach(await newestLabels(LABELS_A_MODEL, until)).filter(({ text }) => text !== TOMBSTONE)

const learn = async ({ active, active_until }: ModelHead): Promise<Knowledge> => {
  const classifier = newClassifier()
  if (active_until === null) return { version: active, classifier, examples: [] }
  const labels = await labelsOfModel(active_until)
  for (const label of labels) classifier.learn(label)
  return {
    version: active,
    classifier,
    examples: labels.flatMap(({ text, category, priority }) =>
      category && priority ? [{ text, category, priority }] : [],
    ),
  }
}

let known: { readonly knowledge: Promise<Knowledge>; readonly version: number; readonly until: number } | undefined

/**
 * What the version in force has learnt from people. Weights are not stored: the same labels give the same model, so
 * each instance trains its own when it first meets a version.
 */
export const currentKnowledge = async (): Promise<Knowledge> => {
  const head = await recentModelHead()
  if (known?.version === head.active && known.until > Date.now()) return known.knowledge
  const knowledge = learn(head)
  known = { knowledge, version: head.active, until: Date.now() + MEMORY_MS }
  knowledge.catch(() => {
    known = undefined
  })
  return knowledge
}

/** The precision of suggestions, judged by people's decisions, as of the last training. */
export const currentMeasure = async (): Promise<readonly MeasuredConfidence[]> => (await recentModelHead()).measured
