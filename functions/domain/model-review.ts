import type { Category } from '../contracts/triage.ts'
import { type LabelledText, newClassifier } from './classifier.ts'
import { macroF1 } from './quality.ts'

/** The newest labels are kept back for the examination: at most so many, and never more than a fifth. */
const HELD_OUT_LABELS = 100
const HELD_OUT_SHARE = 0.2
/** Fewest held-out labels that say anything. */
const ENOUGH_HELD_OUT = 10
/** A version may score so much less than the one in force, as a share, before it is refused. */
const TOLERATED_LOSS = 0.03

const byCategory = (label: LabelledText): label is LabelledText & { category: Category } => label.category !== undefined

/**
 * Macro-F1 on the newest labels of a model that learnt only from the older ones, 0 to 1.
 *
 * @param labels oldest first
 * @param known how many of the older labels the examined version had: fewer for the version in force than for a new one
 * @returns null while there are too few labels to tell
 */
export const examineModel = (labels: readonly LabelledText[], known: number): number | null => {
  const usable = labels.filter(byCategory)
  const count = Math.min(HELD_OUT_LABELS, Math.floor(usable.length * HELD_OUT_SHARE))
  if (count < ENOUGH_HELD_OUT) return null
  const older = usable.slice(0, -count)
  const classifier = newClassifier()
  for (const label of older.slice(0, known)) classifier.learn(label)
  return macroF1(
    usable.slice(-count).map(({ text, category }) => {
      const { category: said, confidence } = classifier.classify(text)
      return { right: category, said, confidence }
    }),
  )
}

/** Whether a new version may take over; one that cannot be measured may. Both scores come from the same labels. */
export const mayReplace = (candidate: number | null, inForce: number | null): boolean =>
  candidate === null || inForce === null || candidate >= inForce - TOLERATED_LOSS
