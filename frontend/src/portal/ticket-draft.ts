import { useEffect, useState } from 'react'
import type { NewTicket } from '../../../functions/contracts/ticket.ts'
import type { Category, Priority } from '../../../functions/contracts/triage.ts'
import { firstSentence } from '../text/first-sentence.ts'
import type { Words } from '../text/words.en.ts'
import { type Suggestion, useSuggestion } from './suggestion.ts'

/** What the customer set; what they never touched is absent, and may be suggested. */
export interface TicketDraft {
  readonly description: string
  readonly title?: string
  readonly category?: Category
  readonly priority?: Priority
  readonly name: string
  readonly email: string
}

/** Kept for this tab only: a device may be shared, and an address is nobody else's business. */
const KEY = 'plimsoll.new-ticket'

const blank: TicketDraft = { description: '', name: '', email: '' }

const keptDraft = (): TicketDraft => {
  const text = sessionStorage.getItem(KEY)
  return text === null ? blank : (JSON.parse(text) as TicketDraft)
}

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

/** Somebody at a host with a dot; whether anybody reads there is for the mail to find out. */
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** What keeps a ticket from being sent, by the path of its field; a title comes by itself with a description. */
export const faultsOf = (
  { title, description, requester }: NewTicket,
  words: Words,
): Readonly<Record<string, string>> => {
  const faults: Record<string, string> = {}
  if (!description) faults.description = words.required
  if (description && !title) faults.title = words.required
  if (requester && !requester.name) faults['requester.name'] = words.required
  if (requester && !ADDRESS.test(requester.email)) {
    faults['requester.email'] = requester.email ? words.notAnEmail : words.required
  }
  return faults
}

/** The new ticket in the making; it survives a reload, and a look at another page. */
export const useTicketDraft = ({ guest }: { readonly guest: boolean }) => {
  const [draft, setDraft] = useState(keptDraft)
  const suggestion = useSuggestion(draft.description)
  useEffect(() => {
    sessionStorage.setItem(KEY, JSON.stringify(draft))
  }, [draft])
  return {
    draft,
    suggestion,
    values: valuesOf(draft, suggestion),
    body: bodyOf(draft, suggestion, guest),
    change: (part: Partial<TicketDraft>) => setDraft((before) => ({ ...before, ...part })),
    forget: () => sessionStorage.removeItem(KEY),
  }
}
