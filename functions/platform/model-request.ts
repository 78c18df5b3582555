import type { Triage } from '../contracts/triage.ts'
import type { Classifier } from '../domain/classifier.ts'
import type { Surroundings } from '../domain/embedded-suggestion.ts'
import type { Suggestion } from '../domain/triage.ts'
import type { LabelledExample } from '../domain/triage-prompt.ts'

/** What people have taught so far: a trained classifier, and the decisions that it learnt from. */
export interface Knowledge {
  /** Version of the learnt model in force; 0 before the first. */
  readonly version: number
  readonly classifier: Classifier
  /** Texts are redacted, as they are kept. */
  readonly examples: readonly LabelledExample[]
}

/** A ticket's text with what may be looked at beside it; loaded only by providers that need it. */
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

/** The provider gave no usable answer. Its message holds nothing of the ticket, and nothing that a model wrote. */
export class ModelFailedError extends Error {
  override readonly name = 'ModelFailedError'
}
