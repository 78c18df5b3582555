import type { Triage } from '../../contracts/triage.ts'
import type { Classifier } from '../../domain/classifier.ts'
import type { Surroundings } from '../../domain/triage/embedded-suggestion.ts'
import type { LabelledExample } from '../../domain/triage/prompt.ts'
import type { Suggestion } from '../../domain/triage.ts'

/** What people have taught so far: a trained classifier, and the decisions that it learnt from. */
export interface Knowledge {
  /** Version of the learnt model in force; 0 before the first. */
  readonly version: number
  readonly classifier: Classifier
  /** Their texts are redacted, as stored. */
  readonly examples: readonly LabelledExample[]
}

/** A ticket's text, and how to load what may be used beside it; only providers that need it load it. */
export interface ModelRequest {
  /** Title and description, as the customer wrote them. */
  readonly text: string
  /** How long the answer may take in all, in milliseconds. */
  readonly patienceMs: number
  readonly knowledge: () => Promise<Knowledge>
  readonly surroundings: () => Promise<Surroundings>
}

/** A suggestion, and who made it. */
export interface Suggested extends Suggestion {
  readonly source: Triage['source']
  readonly model: string
}

/**
 * The provider gave no usable answer. The error's message contains nothing of the ticket and nothing that a model
 * wrote.
 */
export class ModelFailedError extends Error {
  override readonly name = 'ModelFailedError'
}
