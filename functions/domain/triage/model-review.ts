import type { Category } from '../../contracts/triage.ts'
import { type Classifier, type LabelledText, newReader, trainedClassifier } from '../classifier.ts'
import { type Judged, macroF1 } from './quality.ts'

/** Most labels, from the newest on, that an examination uses. */
const EXAMINED_LABELS = 200
/** Fewest labels in all for an examination to be meaningful. */
const ENOUGH_LABELS = 50
/**
 * Parts into which the examined labels are divided; each is held out in turn, while the models learn all other labels.
 */
const FOLDS = 5
/** Fewest labels that the version in force was taught for a score on them to be meaningful. */
const ENOUGH_KNOWN = 10
/** By how much a version may score less than the one in force, as a share, without being refused. */
const TOLERATED_LOSS = 0.03

/** The score of a version on labels that it had not learnt: macro-F1, 0 to 1. */
export interface Examined {
  readonly score: number
  /** The score on those labels alone that the version in force was taught; null if there are too few. */
  readonly score_on_known: number | null
}

type Label = LabelledText & { readonly category: Category; readonly isKnown: boolean }

const examined = (answers: readonly (Judged & { readonly isKnown: boolean })[]): Examined => {
  const known = answers.filter(({ isKnown }) => isKnown)
  return { score: macroF1(answers), score_on_known: known.length < ENOUGH_KNOWN ? null : macroF1(known) }
}

/**
 * Compares a version that has learnt all labels with the one in force, which has learnt the older ones. Each examined
 * label is judged by models that have not learnt it.
 *
 * @param labels oldest first
 * @param known how many of them, from the oldest on, the version in force was taught
 * @returns null while there are too few labels to tell
 */
export const examineModels = (
  labels: readonly LabelledText[],
  known: number,
): { readonly candidate: Examined; readonly inForce: Examined } | null => {
  const usable = labels.flatMap(({ category, ...label }, at): Label[] =>
    category ? [{ ...label, category, isKnown: at < known }] : [],
  )
  if (usable.length < ENOUGH_LABELS) return null
  const older = usable.slice(0, -EXAMINED_LABELS)
  const newest = usable.slice(-EXAMINED_LABELS)
  const read = newReader()
  const parts = Array.from({ length: FOLDS }, (_, fold) => {
    const learnt = [...older, ...newest.filter((_label, at) => at % FOLDS !== fold)]
    const heldOut = newest.filter((_label, at) => at % FOLDS === fold)
    const answersOf = (model: Classifier) =>
      heldOut.map(({ text, category, isKnown }) => {
        const { category: said, confidence } = model.classify(text)
        return { right: category, said, confidence, isKnown }
      })
    return {
      candidate: answersOf(trainedClassifier(learnt, read)),
      inForce: answersOf(
        trainedClassifier(
          learnt.filter(({ isKnown }) => isKnown),
          read,
        ),
      ),
    }
  })
  return {
    candidate: examined(parts.flatMap(({ candidate }) => candidate)),
    inForce: examined(parts.flatMap(({ inForce }) => inForce)),
  }
}

/**
 * Whether a new version may take over. One that clearly gains or loses on all examined labels is judged by them: a team
 * may have come to decide otherwise. If the scores hardly differ, the new one must not have unlearnt what the version
 * in force was taught: a few wrong new labels would otherwise confirm themselves.
 */
export const mayReplace = (candidate: Examined, inForce: Examined): boolean => {
  const gain = candidate.score - inForce.score
  if (Math.abs(gain) > TOLERATED_LOSS || candidate.score_on_known === null || inForce.score_on_known === null)
    return gain >= -TOLERATED_LOSS
  return candidate.score_on_known >= inForce.score_on_known - TOLERATED_LOSS
}
