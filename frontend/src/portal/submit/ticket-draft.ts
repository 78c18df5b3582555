import { useEffect, useState } from 'react'
import type { NewTicket, OpenedTicket } from '../../../../functions/contracts/ticket.ts'
import type { Category, Priority } from '../../../../functions/contracts/triage.ts'
import { call, idempotency } from '../../api/call.ts'
import { isUnheard } from '../../api/problem.ts'
import { isText, objectOf, oneOf, optional, readShape } from '../../api/shape.ts'
import { tabStorage } from '../../api/storage.ts'
import { draftSubmissionKey } from '../../api/submission.ts'
import { categories, priorities } from '../../api/ticket-values.ts'
import { firstSentence } from '../../text/first-sentence.ts'
import type { Words } from '../../text/words.en.ts'
import { type Suggestion, useSuggestion } from './suggestion.ts'

/** The customer's input; a field that they never touched is absent, and may be suggested. */
export interface TicketDraft {
  readonly description: string
  readonly title?: string
  readonly category?: Category
  readonly priority?: Priority
  readonly name: string
  readonly email: string
  /**
   * The suggestion at the time of the last attempt to send; absent before it, and after the customer's next change.
   * Another attempt must repeat the first exactly, or the host would take it for another ticket.
   */
  readonly sent_with?: Suggestion | null
}

/** Kept per person and only in this tab: a device may be shared, and the address is private. */
const keyOf = (person: string) => `plimsoll.new-ticket.${person}`
const GUEST = 'guest'

const blank: TicketDraft = { description: '', name: '', email: '' }

const isCategory = oneOf(...categories)
const isPriority = oneOf(...priorities)
const isSuggestion = objectOf<Suggestion>({ suggested_category: isCategory, suggested_priority: isPriority })
const isDraft = objectOf<TicketDraft>({
  description: isText,
  title: optional(isText),
  category: optional(isCategory),
  priority: optional(isPriority),
  name: isText,
  email: isText,
  sent_with: optional((sent) => sent === null || isSuggestion(sent)),
})

const read = (person: string): TicketDraft => readShape(tabStorage.read(keyOf(person)), isDraft) ?? blank

/** The key of a marker that is stored while the draft is being sent, or may have arrived. */
const underwayOf = (key: string) => `${key}.underway`

/**
 * The draft of a person. A guest's draft passes to the person who signs in, unless it is being sent or was sent without
 * an answer: it may be a ticket by now, and would be sent again in that person's name.
 */
const keptDraft = (person: string): TicketDraft => {
  const own = read(person)
  const guests = read(GUEST)
  const mayBeSent = tabStorage.read(underwayOf(keyOf(GUEST))) !== null
  if (person === GUEST || own.description || !guests.description || mayBeSent) return own
  tabStorage.write(keyOf(person), JSON.stringify(guests))
  tabStorage.forget(keyOf(GUEST))
  return guests
}

/** The values on screen: the customer's, else the suggested ones, else defaults. */
const valuesOf = (draft: TicketDraft, suggestion: Suggestion | null) => ({
  title: draft.title ?? firstSentence(draft.description),
  category: draft.category ?? suggestion?.suggested_category ?? 'general',
  priority: draft.priority ?? suggestion?.suggested_priority ?? 'medium',
})

/**
 * The request body. Topic and priority are sent once a person has set them or seen them suggested; untouched defaults
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

/** The fields of a new ticket by path. */
const fieldsOf = ({ requester, ...ticket }: NewTicket): Readonly<Record<string, unknown>> => ({
  ...ticket,
  'requester.name': requester?.name,
  'requester.email': requester?.email,
})

/** The paths of fields that differ from what was sent; none if nothing was sent. */
export const changedSince = (sent: NewTicket | undefined, body: NewTicket): readonly string[] => {
  if (!sent) return []
  const before = fieldsOf(sent)
  const now = fieldsOf(body)
  return Object.keys({ ...before, ...now }).filter((path) => before[path] !== now[path])
}

/** Whether all of the author's input was sent; suggestions that came after sending do not count as input. */
const wasSentAs = (draft: TicketDraft, body: NewTicket, guest: boolean): boolean =>
  changedSince(body, { ...body, ...bodyOf(draft, null, guest) }).length === 0

/** A name at a host with a dot; whether the address exists is found out by writing to it. */
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** The faults that keep a ticket from being sent, by path; an empty title is none while the description is empty. */
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

/**
 * The draft of a new ticket; it survives reloads and visits to other pages.
 *
 * @param person the id of the signed-in person, null for a guest
 */
export const useTicketDraft = (person: string | null) => {
  const key = keyOf(person ?? GUEST)
  const [draft, setDraft] = useState(() => keptDraft(person ?? GUEST))
  const latest = useSuggestion(draft.description)
  const suggestion = draft.sent_with === undefined ? latest : draft.sent_with
  const { keyFor, done } = draftSubmissionKey(tabStorage, key)
  useEffect(() => {
    tabStorage.write(key, JSON.stringify(draft))
  }, [key, draft])
  return {
    draft,
    suggestion,
    values: valuesOf(draft, suggestion),
    body: bodyOf(draft, suggestion, person === null),
    change: (part: Partial<TicketDraft>) => setDraft(({ sent_with, ...before }) => ({ ...before, ...part })),
    /** Fixes the current suggestion until the customer changes something, whatever is suggested later. */
    settle: () => setDraft((before) => ({ ...before, sent_with: suggestion })),
    /** Sends the draft as `body`, under its idempotency key, then forgets it, unless it has changed since. */
    send: async (body: NewTicket): Promise<OpenedTicket> => {
      const underway = underwayOf(key)
      tabStorage.write(underway, '')
      try {
        const ticket = await call('createTicket', { body, headers: idempotency(keyFor(body)) })
        done()
        if (wasSentAs(read(person ?? GUEST), body, person === null)) tabStorage.forget(key)
        tabStorage.forget(underway)
        return ticket
      } catch (error) {
        if (!isUnheard(error)) tabStorage.forget(underway)
        throw error
      }
    },
  }
}
