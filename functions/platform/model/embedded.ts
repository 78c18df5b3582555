import { embeddedSuggestion } from '../../domain/triage/embedded-suggestion.ts'
import type { ModelRequest, Suggested } from './request.ts'

/** The embedded model's name and version, as suggestions record it. */
const embeddedModelName = (version: number): string => `plimsoll-embedded-${version}`

/** Answers inside this function: no network, no key, a few milliseconds. */
export const suggestEmbedded = async ({ text, knowledge, surroundings }: ModelRequest): Promise<Suggested> => {
  const [{ version, classifier }, around] = await Promise.all([knowledge(), surroundings()])
  return { ...embeddedSuggestion(text, classifier, around), source: 'local', model: embeddedModelName(version) }
}
