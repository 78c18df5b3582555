import { expect, it } from 'vitest'
import { mergeTicket, unmergeTicket } from '../../functions/domain/assignment/changes.ts'
import { type CommentDraft, commentOn, patchTicket } from '../../functions/domain/ticket.ts'
import { aHappening, anAssignedTicket, aStoredTicket, departmentOf, namedId } from '../support/tickets.ts'

const AT = '2026-03-02T11:00:00.000Z'
const BEFORE = '2026-03-02T10:30:00.000Z'
const ticket = anAssignedTicket({ told_at: BEFORE })
const other = aStoredTicket({ id: namedId('TICKET2') })
const draft: CommentDraft = {
  body: 'Hello',
  visibility: 'public',
  author: { id: namedId('AGENT1'), name: 'Ines', role: 'agent' },
  by_requester: false,
}
const said = (given: Partial<CommentDraft>) =>
  commentOn(ticket, { ...draft, ...given }, namedId('COMMENT'), aHappening())
const patched = (patch: Parameters<typeof patchTicket>[1]) => patchTicket(ticket, patch, aHappening(), departmentOf)
const merged = () => mergeTicket(ticket, other, aHappening())

it.each([
  ['a public answer', () => said({}), AT],
  ['their own word', () => said({ by_requester: true }), AT],
  ['another status', () => patched({ status: 'in_progress' }), AT],
  ['a merge', merged, AT],
  ['the end of a merge', () => unmergeTicket({ ...merged().ticket, told_at: BEFORE }, aHappening()), AT],
  ['an internal note', () => said({ visibility: 'internal' }), BEFORE],
  ['tags', () => patched({ tags: ['vip'] }), BEFORE],
  ['another category, which moves it', () => patched({ category: 'technical' }), BEFORE],
])('tells whoever asked of %s, or of nothing new', (_change, make, told_at) => {
  expect(make().ticket).toMatchObject({ told_at, updated_at: AT })
})
