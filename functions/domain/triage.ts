import type { ModelAnswer } from '../contracts/model-answer.ts'
import type { Category, Priority, Triage } from '../contracts/triage.ts'
import { withoutCommands } from './hidden-instructions.ts'
import { judgePriority } from './priority-rubric.ts'
import { readableText } from './text-features.ts'
import { PROMPT_VERSION } from './triage-prompt.ts'

/** A suggestion by a provider, before it is a record. */
export interface Suggestion extends ModelAnswer {
  readonly suggested_duplicate_of: string | null
}

export interface Provenance {
  readonly source: Triage['source']
  /** The model's id, or the embedded model's name and version. */
  readonly model: string
  /** True when not the provider that was asked for answered, so that the ticket is triaged again later. */
  readonly degraded: boolean
  readonly now: Date
}

/** What stands in the place of a link that is not ours. */
const REMOVED_LINK = '[link removed]'
const MARKDOWN_LINK = /!?\[([^[\]\n]{0,200})\]\(([^()\s]{1,2000})(?:\s[^()\n]{0,200})?\)/g
/** Not within an address of mail, though a hyphen stands before. */
const HOST = String.raw`(?<![@\p{L}\d.]|@[\p{L}\d.-]{1,253}-)(?:[\p{L}\d](?:[\p{L}\d-]{0,62})\.)+`
/**
 * Ends of a bare name of which mail programs make a link. Those that begin a sentence or end the name of a file as well,
 * such as `help` and `py`, are left out; with a path behind it, whatever looks like a host is a link.
 */
const LINKED_ENDS =
  'com|net|org|edu|gov|info|biz|mobi|io|ai|app|dev|cloud|online|site|website|store|shop|club|live|link|click|blog|wiki|icu|top|xyz|co|tv|cc|ws|eu|uk|ca|de|ch|fr|es|pt|nl|pl|se|dk|fi|cz|sk|hu|ro|bg|gr|ie|ru|ua|tr|cn|jp|kr|tw|hk|br|mx|ar|cl|au|nz|za|ng|ga|cf|gq|tk'
/** Names of products that end so. */
const NO_HOST = String.raw`(?!(?:asp|ado|vb|ml)\.net(?![\p{L}\d.-]))`
const WRITTEN_LINK = [
  String.raw`\b(?:(?:https?|ftp|file|javascript|data|vbscript|hxxps?):\/?\/?|mailto:|www\.)[^\s<>"')\]]+`,
  String.raw`${HOST}\p{L}{2,24}(?::\d{2,5})?\/[^\s<>"')\]]*`,
].join('|')
const BARE_HOST = String.raw`${NO_HOST}${HOST}(?:${LINKED_ENDS})(?::\d{2,5})?(?![\p{L}\d]|\.[\p{L}\d]|[\p{L}\d._%+-]{0,64}@)`
const LINK = new RegExp(WRITTEN_LINK, 'giu')
const LINK_OR_HOST = new RegExp(`${WRITTEN_LINK}|${BARE_HOST}`, 'giu')

const schemeless = (address: string): string => address.replace(/^https?:\/\//, '')

const isKnown = (link: string, knowledgeBase: readonly string[]): boolean =>
  [...knowledgeBase, ...knowledgeBase.map(schemeless)].some(
    (base) => link === base || link.startsWith(base.endsWith('/') ? base : `${base}/`),
  )

const without = (links: RegExp, text: string, knowledgeBase: readonly string[]): string =>
  text
    .replace(MARKDOWN_LINK, (whole, label: string, link: string) =>
      isKnown(link, knowledgeBase) ? whole : `${label} ${REMOVED_LINK}`.trim(),
    )
    .replace(links, (link) => (isKnown(link.replace(/[.,;:!?]+$/, ''), knowledgeBase) ? link : REMOVED_LINK))

/**
 * What agents read, without links but for those of the knowledge base. The bare name of a host stays: "mueller-shop.de
 * shows 502" is about one.
 *
 * @param knowledgeBase addresses such as `https://help.example.com`; what lies under them may stay
 */
const removeLinks = (text: string, knowledgeBase: readonly string[]): string => without(LINK, text, knowledgeBase)

/** A draft without links and without bare names of which the customer's mail program makes links; else as `removeLinks`. */
export const removeLinksAndHosts = (draft: string, knowledgeBase: readonly string[]): string =>
  without(LINK_OR_HOST, draft, knowledgeBase)

/** A model may call a ticket critical only where a rule of the rubric says so too; otherwise it is high. */
export const guardCritical = (suggested: Priority, text: string): Priority =>
  suggested === 'critical' && judgePriority(withoutCommands(readableText(text))) !== 'critical' ? 'high' : suggested

/**
 * The suggestion as it is stored: pending, guarded against a jump to critical, its texts free of foreign links.
 *
 * @param text the ticket's title and description
 */
export const recordTriage = (
  suggestion: Suggestion,
  text: string,
  knowledgeBase: readonly string[],
  { source, model, degraded, now }: Provenance,
): Triage => ({
  summary: removeLinks(suggestion.summary, knowledgeBase),
  suggested_category: suggestion.suggested_category,
  suggested_priority: guardCritical(suggestion.suggested_priority, text),
  suggested_duplicate_of: suggestion.suggested_duplicate_of,
  required_skills: suggestion.required_skills,
  resolution_notes: removeLinks(suggestion.resolution_notes, knowledgeBase),
  reply_draft: removeLinksAndHosts(suggestion.reply_draft, knowledgeBase),
  confidence: suggestion.confidence,
  source,
  model,
  prompt_version: PROMPT_VERSION,
  degraded,
  state: 'pending',
  decided_by: null,
  decided_at: null,
  created_at: now.toISOString(),
})

/** What is stored when no model answered: the configured labels with no confidence, to be triaged again. */
export const fallbackTriage = (
  labels: { readonly category: Category; readonly priority: Priority },
  now: Date,
): Triage => ({
  summary: '',
  suggested_category: labels.category,
  suggested_priority: labels.priority,
  suggested_duplicate_of: null,
  required_skills: [],
  resolution_notes: '',
  reply_draft: '',
  confidence: 0,
  source: 'fallback',
  model: 'none',
  prompt_version: PROMPT_VERSION,
  degraded: true,
  state: 'pending',
  decided_by: null,
  decided_at: null,
  created_at: now.toISOString(),
})

/** A department's word on what a model's suggestion may change by itself. */
export interface TriagePolicy {
  readonly apply_category: boolean
  /** Smallest confidence with which it applies, 0 to 1. */
  readonly min_confidence: number
}

export interface Applied {
  readonly category: Category
  readonly required_skills: readonly string[]
}

/**
 * What of a suggestion the department's policy applies, or null for nothing.
 *
 * Only the category and the skills that follow from it are ever applied: not the priority, not the duplicate, no text.
 * A fallback is no suggestion, and a decided one is done with. Whether a person's category stands in the way is the
 * ticket's to say: see `recordSuggestion`.
 */
export const applySuggestion = (
  triage: Pick<Triage, 'suggested_category' | 'required_skills' | 'confidence' | 'source' | 'state'>,
  policy: TriagePolicy,
): Applied | null => {
  const isOpen = triage.state === 'pending' && triage.source !== 'fallback'
  if (!isOpen || !policy.apply_category || triage.confidence < policy.min_confidence) return null
  return { category: triage.suggested_category, required_skills: triage.required_skills }
}
