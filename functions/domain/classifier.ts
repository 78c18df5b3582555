import type { Category, Priority } from '../contracts/triage.ts'
import { calibrate } from './classifier/calibration.ts'
import { withoutCourtesy } from './classifier/courtesy.ts'
import { withoutCommands } from './classifier/hidden-instructions.ts'
import { lexiconScores } from './classifier/lexicon.ts'
import {
  blend,
  type Example,
  type Features,
  logitsOf,
  type Regression,
  softmax,
  trainRegression,
} from './classifier/logistic.ts'
import { once } from './classifier/once.ts'
import { judgePriority } from './classifier/priority-rubric.ts'
import { seedSentences } from './classifier/seed-sentences.ts'
import { HASH_SLOTS, hashedFeatures, readableText, words } from './classifier/text-features.ts'

/** A text and what a person decided about it; a field that nobody decided is left out. */
export interface LabelledText {
  readonly text: string
  readonly category?: Category
  readonly priority?: Priority
}

export interface Classified {
  readonly category: Category
  readonly priority: Priority
  /** How likely the category is right, 0 to 1, calibrated on held-out labels. */
  readonly confidence: number
}

export interface Classifier {
  /** Remembers a decision. The model follows at a later `classify`. */
  learn(example: LabelledText): void
  /** Never throws, and never changes what later calls answer. */
  classify(text: string): Classified
}

/**
 * Labels after which the model is renewed again; while there are fewer than twice as many, every label counts at once.
 */
export const RETRAIN_LABELS = 25
/** Weight of a seed sentence; a person's decision has the weight 1. */
const SEED_WEIGHT = 0.5
/** Parts into which the labels are divided; each is held out once to measure how far the model may be trusted. */
const FOLDS = 5
/** With more labels than this, two parts measure well enough, and training stays fast. */
const MANY_LABELS = 400
/** Softness before any label, chosen on texts of companies that the lexicon was not written for. */
const START_TEMPERATURE = 1.5
/** What one unit of lexicon evidence is worth at the start. */
const LEXICON_WEIGHT = 4
/** What the rubric's verdict is worth against learnt words. */
const RUBRIC_WEIGHT = 3
/** Slots of the priority head: smaller, because the rubric carries most of it. */
const PRIORITY_SLOTS = 2 ** 12
/** Added to the sum of the evidence, so that little evidence makes for small features. */
const LEXICON_DAMPING = 1

const CATEGORIES: readonly Category[] = ['billing', 'technical', 'account', 'general']
const PRIORITIES: readonly Priority[] = ['low', 'medium', 'high', 'critical']
/** The category of a text without a single word. */
const UNKNOWN: Category = 'general'

/**
 * Starting weights: each class is raised by its own evidence, everything else starts at 0. The first dense feature is
 * the bias.
 */
const diagonal = (classes: number, weight: number) =>
  Array.from({ length: classes }, (_, row) => [
    0,
    ...Array.from({ length: classes }, (_other, column) => (row === column ? weight : 0)),
  ])
const CATEGORY_PRIOR = diagonal(CATEGORIES.length, LEXICON_WEIGHT)
const PRIORITY_PRIOR = diagonal(PRIORITIES.length, RUBRIC_WEIGHT)

/** A text made ready for both heads. */
interface Reading {
  readonly known: boolean
  /** By the rubric alone. */
  readonly judged: Priority
  readonly category: Features
  readonly priority: Features
}

const readText = (text: string): Reading => {
  const matter = withoutCommands(readableText(text))
  const tokens = words(matter)
  const hashed = hashedFeatures(tokens)
  const scores = lexiconScores(withoutCourtesy(tokens))
  const evidence = CATEGORIES.map((category) => scores[category])
  const total = evidence.reduce((sum, score) => sum + score, 0)
  const judged = judgePriority(matter)
  return {
    known: tokens.length > 0,
    judged,
    category: { hashed, dense: [1, ...evidence.map((score) => score / (total + LEXICON_DAMPING))] },
    priority: { hashed, dense: [1, ...PRIORITIES.map((priority) => (priority === judged ? 1 : 0))] },
  }
}

type Reader = (text: string) => Reading

/** Reads each text only once, for several models that learn and judge the same texts. */
export const newReader = (): Reader => {
  const readings = new Map<string, Reading>()
  return (text) => {
    const reading = readings.get(text) ?? readText(text)
    readings.set(text, reading)
    return reading
  }
}

const seeds = once((): readonly Example[] =>
  seedSentences.map(({ text, category }) => ({
    features: readText(text).category,
    label: CATEGORIES.indexOf(category),
    weight: SEED_WEIGHT,
  })),
)

interface CategoryModel {
  readonly regression: Regression
  readonly temperature: number
}

/** The model before any label; the same for everybody. */
const unlabelled = once(() => trainRegression(seeds(), CATEGORY_PRIOR, HASH_SLOTS))

/**
 * Trains on everything, and measures how far to trust the result with models that each leave out one part of the
 * labels.
 */
const trainCategories = (labels: readonly Example[]): CategoryModel => {
  if (labels.length === 0) return { regression: unlabelled(), temperature: START_TEMPERATURE }
  const train = (examples: readonly Example[]) => trainRegression([...seeds(), ...examples], CATEGORY_PRIOR, HASH_SLOTS)
  const folds = labels.length > MANY_LABELS ? 2 : Math.min(FOLDS, Math.floor(labels.length / FOLDS))
  const heldOut = Array.from({ length: folds }, (_, fold) => {
    const partial = train(labels.filter((_label, at) => at % folds !== fold))
    return labels
      .filter((_label, at) => at % folds === fold)
      .map(({ features, label }) => ({
        before: logitsOf(unlabelled(), features),
        after: logitsOf(partial, features),
        label,
      }))
  }).flat()
  const { share, temperature } = calibrate(heldOut, START_TEMPERATURE)
  return { regression: blend(train(labels), unlabelled(), share), temperature }
}

/**
 * How many of the labels the models in force have seen: this depends on their number alone, not on when `classify` was
 * called.
 */
const labelsInForce = (count: number): number =>
  count < RETRAIN_LABELS * 2 ? count : Math.floor(count / RETRAIN_LABELS) * RETRAIN_LABELS

/** Trains a model when it is asked for and due, and keeps it until more labels are in force. */
const lazily = <Model>(train: (labels: readonly Example[]) => Model, dueOf: (count: number) => number) => {
  const labels: Example[] = []
  let trained: { readonly model: Model; readonly labels: number } | undefined
  return {
    add: (features: Features, label: number) => labels.push({ features, label, weight: 1 }),
    inForce: (): Model => {
      const due = dueOf(labels.length)
      if (trained?.labels !== due) trained = { model: train(labels.slice(0, due)), labels: due }
      return trained.model
    },
  }
}

const mostLikely = <Class>(classes: readonly Class[], logits: readonly number[], otherwise: Class): Class =>
  classes[logits.indexOf(Math.max(...logits))] ?? otherwise

/** @param dueOf how many labels count, by how many there are */
const classifierWith = (dueOf: (count: number) => number, read: Reader): Classifier => {
  const categories = lazily(trainCategories, dueOf)
  const priorities = lazily((labels) => trainRegression(labels, PRIORITY_PRIOR, PRIORITY_SLOTS), dueOf)

  return {
    learn: ({ text, category, priority }) => {
      const reading = read(text)
      if (category) categories.add(reading.category, CATEGORIES.indexOf(category))
      if (priority) priorities.add(reading.priority, PRIORITIES.indexOf(priority))
    },
    classify: (text) => {
      const { known, judged, ...features } = read(text)
      const { regression, temperature } = categories.inForce()
      const shares = softmax(logitsOf(regression, features.category), temperature)
      const learnt = mostLikely(PRIORITIES, logitsOf(priorities.inForce(), features.priority), judged)
      return {
        category: known ? mostLikely(CATEGORIES, shares, UNKNOWN) : UNKNOWN,
        // Labels may move a priority, but only the rubric's rules can make a ticket critical.
        priority: learnt === 'critical' && judged !== 'critical' ? 'high' : learnt,
        confidence: known ? Math.max(...shares) : 1 / CATEGORIES.length,
      }
    },
  }
}

/**
 * A classifier that starts from a lexicon, a rubric and seed sentences, and learns a team's own reading from its
 * decisions. The same labels in the same order give the same answers on every machine.
 *
 * It holds (2^16 + 2^12) × 4 weights of 4 bytes: 1.1 MB.
 */
export const newClassifier = (): Classifier => classifierWith(labelsInForce, readText)

/** A classifier in which every one of these labels counts, whatever their number. */
export const trainedClassifier = (labels: readonly LabelledText[], read: Reader): Classifier => {
  const classifier = classifierWith((count) => count, read)
  for (const label of labels) classifier.learn(label)
  return classifier
}
