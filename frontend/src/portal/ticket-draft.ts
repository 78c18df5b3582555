import { useState } from 'react'
import type { NewTicket } from '../../../functions/contracts/ticket.ts'
import type { Category, Priority } from '../../../functions/contracts/triage.ts'
import { firstSentence } from '../text/first-sentence.ts'
import { type Suggestion, useSuggestion } from './suggestion.ts'

/** What the customer set; what they never touched is absent, and may be suggested. */
interface TicketDraft {
  readonly description: string
  readonly title?: string
  readonly category?: Category
  readonly priority?: Priority
  readonly name: string
  readonly email: string
}

const blank: TicketDraft = { description: '', name: '', email: '' }

/** The values on screen: the customer's own first, then the machine's, then the plainest. */
const valuesOf = (draft: TicketDraft, suggestion: Suggestion | null) => ({
  title: draft.title ?? firstSentence(draft.description),
  category: draft.category ?? suggestion?.suggested_category ?? 'general',
  priority: draft.priority ?? suggestion?.suggested_priority ?? 'medium',
})

/**
 * A ticket on its way. Topic and priority are sent once a person has set or seen them suggested; untouched defaults
 * are left out, so that triage may still find better ones.
 */
const bodyOf = (draft: TicketDraft, suggestion: Suggestion | null, guest: boolean): NewTicket => {
  const { title, category, priority } = valuesOf(draft, suggestion)
  return {
    title: title.trim(),
    description: draft.description.trim(),
    ...(draft.category || suggestion ? { category } : {}),
    ...(draft.priority || suggestion ? { priority } : {}),
    ...(guest ? { requester: { name: draft.name.trim(), email: draft.email.trim() } } : {}),
  }
}

export const useTicketDraft = ({ guest }: { readonly guest: boolean }) => {
  const [draft, setDraft] = useState(blank)
  const suggestion = useSuggestion(draft.description)
  return {
    draft,
    suggestion,
    values: valuesOf(draft, suggestion),
    body: () => bodyOf(draft, suggestion, guest),
    change: (part: Partial<TicketDraft>) => setDraft((before) => ({ ...before, ...part })),
  }
}
