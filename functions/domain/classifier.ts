import type { Category, Priority } from '../contracts/triage.ts'
import { fitTemperature } from './calibration.ts'
import { lexiconScores } from './lexicon.ts'
import { type Example, type Features, type Regression, softmax, trainRegression } from './logistic.ts'
import { judgePriority } from './priority-rubric.ts'
import { seedSentences } from './seed-sentences.ts'
import { hashedFeatures, readableText, words } from './text-features.ts'

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

/** Every label counts at once up to this many; from then on the model is renewed by whole steps of as many. */
export const RETRAIN_LABELS = 25
/** Share of one person's decision that a seed sentence is worth. */
const SEED_WEIGHT = 0.5
/** Labels are held out in turn, in so many parts, to measure how far the model may be trusted. */
const FOLDS = 5
/** Softness before any label, chosen on texts of companies that the lexicon was not written for. */
const START_TEMPERATURE = 1.5
/** What one unit of lexicon evidence is worth at the start. */
const LEXICON_WEIGHT = 4
/** Evidence below which the lexicon speaks softly. */
const LEXICON_DAMPING = 1

const CATEGORIES: readonly Category[] = ['billing', 'technical', 'account', 'general']
const PRIORITIES: readonly Priority[] = ['low', 'medium', 'high', 'critical']
/** Shown when nothing at all is known of a text. */
const UNKNOWN: Category = 'general'

const PRIOR = CATEGORIES.map((_, row) => [
  0,
  ...CATEGORIES.map((_other, column) => (row === column ? LEXICON_WEIGHT : 0)),
])

const featuresOf = (tokens: readonly string[]): Features => {
  const scores = lexiconScores(tokens)
  const evidence = CATEGORIES.map((category) => scores[category])
  const total = evidence.reduce((sum, score) => sum + score, 0)
  return { hashed: hashedFeatures(tokens), dense: [1, ...evidence.map((score) => score / (total + LEXICON_DAMPING))] }
}

const exampleOf = (text: string, label: number, weight: number): Example => ({
  features: featuresOf(words(readableText(text))),
  label,
  weight,
})
const SEEDS: readonly Example[] = seedSentences.map(({ text, category }) =>
  exampleOf(text, CATEGORIES.indexOf(category), SEED_WEIGHT),
)

interface Model {
  readonly regression: Regression
  readonly temperature: number
}

/** Trains on everything, and learns how far to trust it from models that each left a part of the labels out. */
const trainModel = (labels: readonly Example[]): Model => {
  const regression = trainRegression([...SEEDS, ...labels], PRIOR)
  const folds = Math.min(FOLDS, Math.floor(labels.length / 5))
  const heldOut = Array.from({ length: folds }, (_, fold) => {
    const partial = trainRegression([...SEEDS, ...labels.filter((_label, at) => at % folds !== fold)], PRIOR)
    return labels
      .filter((_label, at) => at % folds === fold)
      .map(({ features, label }) => ({ logits: partial.logits(features), label }))
  }).flat()
  return { regression, temperature: fitTemperature(heldOut, START_TEMPERATURE) }
}

/** How many of the labels the model in force has seen: a function of their number alone, not of who asked when. */
const labelsInForce = (count: number): number =>
  count < RETRAIN_LABELS * 2 ? count : Math.floor(count / RETRAIN_LABELS) * RETRAIN_LABELS

/**
 * A classifier that starts from a lexicon and seed sentences, and learns a team's own reading from its decisions.
 *
 * The same labels in the same order give the same answers on every machine. The model has 2^16 × 4 weights.
 */
export const newClassifier = (): Classifier => {
  const labels: Example[] = []
  let model: Model | undefined
  let seen = -1

  const modelInForce = (): Model => {
    const due = labelsInForce(labels.length)
    if (!model || due !== seen) {
      model = trainModel(labels.slice(0, due))
      seen = due
    }
    return model
  }

  return {
    learn: ({ text, category }) => {
      if (category) labels.push(exampleOf(text, CATEGORIES.indexOf(category), 1))
    },
    classify: (text) => {
      const { regression, temperature } = modelInForce()
      const tokens = words(readableText(text))
      const shares = softmax(regression.logits(featuresOf(tokens)), temperature)
      const confidence = Math.max(...shares)
      const category = tokens.length === 0 ? UNKNOWN : (CATEGORIES[shares.indexOf(confidence)] ?? UNKNOWN)
      return { category, priority: judgePriority(tokens).priority, confidence }
    },
  }
}
