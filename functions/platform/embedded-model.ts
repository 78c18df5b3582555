import { newClassifier } from '../domain/classifier.ts'
import { embeddedSuggestion } from '../domain/embedded-suggestion.ts'

const classifier = newClassifier()

/**
 * Answers for a text as a hosted model would call `record_triage`: the tool's input as an object.
 *
 * It stands alone: the build bundles it for hosts that serve a model without a network.
 */
export const triageText = (text: string): object => {
  const { suggested_duplicate_of: _unasked, ...input } = embeddedSuggestion(text, classifier, {
    skill_keywords: {},
    resolved: [],
    unresolved: [],
  })
  return input
}
