import { newClassifier } from '../domain/classifier.ts'
import { embeddedSuggestion } from '../domain/triage/embedded-suggestion.ts'

const classifier = newClassifier()

/**
 * Triages a text and returns what a hosted model would pass to the tool `record_triage`: its input as an object.
 *
 * Needs nothing else at run time: the build bundles it for hosts that serve a model without a network.
 */
export const triageText = (text: string): object => {
  const { suggested_duplicate_of: _unasked, ...input } = embeddedSuggestion(text, classifier, {
    skill_keywords: {},
    resolved: [],
    unresolved: [],
  })
  return input
}
