import { newPhraseMatcher } from '../classifier/phrase-matcher.ts'
import { beginningOf, readableText, words } from '../classifier/text-features.ts'
import type { Classifier } from '../classifier.ts'
import type { Suggestion } from '../triage.ts'
import { draftReply } from './reply-draft.ts'
import { type ComparedTicket, findDuplicate, HELPFUL_SIMILARITY, rankSimilar } from './similar.ts'
import { summarise } from './summary.ts'

/** A ticket that was solved, and how. */
export interface ResolvedTicket extends ComparedTicket {
  /** The agent's last public comment, or the closing note; redacted, since it was written to another customer. */
  readonly resolution: string
}

/** What the embedded model may look at beside the text. */
export interface Surroundings {
  /** Word or phrase in a ticket to the skill it asks for; admins edit it. */
  readonly skill_keywords: Readonly<Record<string, string>>
  /** Solved tickets, preferably of the same department, newest first; hundreds at most. */
  readonly resolved: readonly ResolvedTicket[]
  /** Unfinished tickets, one of which this one may repeat. */
  readonly unresolved: readonly ComparedTicket[]
}

/** Most skills that a ticket asks for, and the length at which a quoted note is cut, in characters. */
const LIMITS = { skills: 5, note: 400 } as const
export const NO_SIMILAR_TICKET = 'No similar ticket.'

/** Skills that a ticket asks for: its category, and what the keywords find, in the order of the text. */
const skillsOf = (
  tokens: readonly string[],
  category: string,
  keywords: Readonly<Record<string, string>>,
): string[] => {
  const matcher = newPhraseMatcher(
    Object.entries(keywords).flatMap(([keyword, skill]) => {
      const phrase = words(keyword).join(' ')
      return phrase ? [[phrase, skill] as const] : []
    }),
  )
  return [...new Set([category, ...matcher.find(tokens)])].slice(0, LIMITS.skills)
}

const notesFrom = (text: string, resolved: readonly ResolvedTicket[]): string => {
  const nearest = rankSimilar(
    text,
    resolved.filter(({ resolution }) => resolution.trim() !== ''),
  ).at(0)
  if (!nearest || nearest.similarity < HELPFUL_SIMILARITY) return NO_SIMILAR_TICKET
  const { number, resolution } = nearest.found
  return `${number}: ${beginningOf(readableText(resolution), LIMITS.note)}`
}

/**
 * The embedded model's suggestion for a ticket: needs no key and no network, and answers in milliseconds.
 *
 * The same text, classifier and surroundings give the same suggestion.
 */
export const embeddedSuggestion = (
  text: string,
  classifier: Classifier,
  { skill_keywords, resolved, unresolved }: Surroundings,
): Suggestion => {
  const { category, priority, confidence } = classifier.classify(text)
  const tokens = words(readableText(text))
  return {
    suggested_category: category,
    suggested_priority: priority,
    suggested_duplicate_of: findDuplicate(text, unresolved),
    confidence,
    summary: summarise(readableText(text)),
    required_skills: skillsOf(tokens, category, skill_keywords),
    resolution_notes: notesFrom(text, resolved),
    reply_draft: draftReply(tokens, category),
  }
}
