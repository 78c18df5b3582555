import { describe, expect, it } from 'vitest'
import { SYSTEM } from '../../functions/domain/ticket/change.ts'
import type { DepartmentOf } from '../../functions/domain/ticket/placement.ts'
import { decideSuggestion, recordSuggestion } from '../../functions/domain/triage/changes.ts'
import { aGuestTicket, aStoredTriage, departmentSettings } from '../support/triage-records.ts'

const NOW = new Date('2026-03-02T10:00:10.000Z')
const happening = { event_id: '01JQ0000000000000000000009', now: NOW }
const anna = { kind: 'user', id: '01JQ00000000000000000000A1', name: 'Anna' } as const

const general = departmentSettings({ id: '01JQ00000000000000000000D1', categories: ['general'] })
const billing = departmentSettings({
  id: '01JQ00000000000000000000D2',
  categories: ['billing'],
  sla: { ...general.sla, first_response_hours: { critical: 1, high: 2, medium: 3, low: 4 } },
})
const departmentOf: DepartmentOf = ({ category, department_id }) =>
  category === 'billing' || department_id === billing.id ? billing : general
const POLICY = { apply_category: true, min_confidence: 0.5 }

const arrived = (changes: Parameters<typeof aGuestTicket>[0] = {}) =>
  aGuestTicket({ department_id: general.id, ...changes })

describe('a suggestion', () => {
  it('is applied where the policy accepts it: category with its department, and skills; never the priority', () => {
    const { ticket, event } = recordSuggestion(arrived(), aStoredTriage(), POLICY, departmentOf, happening)

    expect(ticket).toMatchObject({
      category: 'billing',
      category_set_by: 'policy',
      priority: 'medium',
      priority_set_by: 'default',
      department_id: billing.id,
      required_skills: ['refunds'],
      queue_state: 'waiting',
      first_response_due_at: '2026-03-02T13:00:00.000Z',
      version: 2,
    })
    expect(event).toMatchObject({
      type: 'triage_ready',
      actor: SYSTEM,
      reason: expect.stringMatching(/^triage_policy: category, skills applied from confidence 0.5 on/),
      changes: {
        category: ['general', 'billing'],
        department_id: [general.id, billing.id],
        queue_state: ['triaging', 'waiting'],
        triage: [null, 'pending'],
      },
      data: { department_id: billing.id },
    })
  })

  it.each([
    ['the policy is off', { apply_category: false, min_confidence: 0.5 }, {}],
    ['the model is not sure enough', { apply_category: true, min_confidence: 0.81 }, {}],
    ['it is only the fallback', { apply_category: true, min_confidence: 0 }, { source: 'fallback' as const }],
  ])('stays a suggestion when %s, and the ticket goes on', (_case, policy, triage) => {
    const { ticket, event } = recordSuggestion(arrived(), aStoredTriage(triage), policy, departmentOf, happening)

    expect(ticket).toMatchObject({
      category: 'general',
      category_set_by: 'default',
      priority: 'medium',
      priority_set_by: 'default',
      department_id: general.id,
      required_skills: [],
      queue_state: 'waiting',
      triage: { suggested_category: 'billing', state: 'pending' },
    })
    expect(event.actor.kind).toBe('ai')
  })

  it('is applied at exactly the smallest confidence', () => {
    const policy = { apply_category: true, min_confidence: 0.8 }
    expect(recordSuggestion(arrived(), aStoredTriage(), policy, departmentOf, happening).ticket.category).toBe(
      'billing',
    )
  })

  it('never replaces what a person chose', () => {
    const chosen = arrived({ category_set_by: 'person', priority: 'low', priority_set_by: 'person' })
    const { ticket } = recordSuggestion(chosen, aStoredTriage(), POLICY, departmentOf, happening)

    expect(ticket).toMatchObject({
      category: 'general',
      category_set_by: 'person',
      priority: 'low',
      priority_set_by: 'person',
      department_id: general.id,
      required_skills: [],
    })
  })

  it('sets the category of a ticket that a person moved, but leaves it in the department they chose', () => {
    const moved = arrived({ department_set_by: 'person' })
    const { ticket } = recordSuggestion(moved, aStoredTriage(), POLICY, departmentOf, happening)
    expect(ticket).toMatchObject({ category: 'billing', category_set_by: 'policy', department_id: general.id })
  })

  it('brings its skills to a category that a person chose alike', () => {
    const chosen = arrived({ category: 'billing', category_set_by: 'person', department_id: billing.id })
    const { ticket } = recordSuggestion(chosen, aStoredTriage(), POLICY, departmentOf, happening)
    expect(ticket).toMatchObject({ required_skills: ['refunds'], category_set_by: 'person' })
  })

  it('changes nothing of a ticket that an agent carries', () => {
    const carried = arrived({
      queue_state: 'assigned',
      assignee: { id: anna.id, name: anna.name, department_id: general.id },
    })
    const { ticket } = recordSuggestion(carried, aStoredTriage(), POLICY, departmentOf, happening)

    expect(ticket).toMatchObject({ category: 'general', queue_state: 'assigned', assignee: { id: anna.id } })
    expect(ticket.triage).not.toBeNull()
  })

  it('of a later model replaces what an earlier one had the policy apply', () => {
    const before = arrived({
      category: 'billing',
      category_set_by: 'policy',
      department_id: billing.id,
      queue_state: 'waiting',
      triage: aStoredTriage({ degraded: true }),
    })
    const better = aStoredTriage({ suggested_category: 'general' })
    const { ticket, event } = recordSuggestion(before, better, POLICY, departmentOf, happening)

    expect(ticket).toMatchObject({ category: 'general', department_id: general.id, queue_state: 'waiting' })
    expect(event.changes).not.toHaveProperty('triage')
  })

  it('tells the audit which model said so with which prompt, and none of its texts', () => {
    const { event } = recordSuggestion(arrived(), aStoredTriage(), POLICY, departmentOf, happening)

    expect(event.reason).toContain('some-model, triage-1, at confidence 0.80')
    expect(JSON.stringify(event)).not.toContain('Charged twice')
  })
})

describe('a decision', () => {
  const suggested = (changes: Parameters<typeof aGuestTicket>[0] = {}) =>
    arrived({ queue_state: 'waiting', triage: aStoredTriage(), ...changes })
  const byAnna = { ...happening, actor: anna }

  it('to accept takes category, priority and skills over as that person’s', () => {
    const { ticket, event } = decideSuggestion(suggested(), { decision: 'accept' }, departmentOf, byAnna)

    expect(ticket).toMatchObject({
      category: 'billing',
      category_set_by: 'person',
      priority: 'high',
      priority_set_by: 'person',
      department_id: billing.id,
      required_skills: ['refunds'],
      triage: { state: 'accepted', decided_by: anna.id, decided_at: NOW.toISOString() },
    })
    expect(event).toMatchObject({
      type: 'triage_decided',
      actor: anna,
      changes: { triage: ['pending', 'accepted'], category: ['general', 'billing'], priority: ['medium', 'high'] },
      reason: expect.stringContaining('some-model, triage-1'),
    })
  })

  it('to modify changes what it names, and nothing else', () => {
    const { ticket } = decideSuggestion(suggested(), { decision: 'modify', priority: 'low' }, departmentOf, byAnna)
    expect(ticket).toMatchObject({
      category: 'general',
      category_set_by: 'default',
      priority: 'low',
      priority_set_by: 'person',
      triage: { state: 'modified' },
    })
  })

  it('to reject leaves the ticket as it is', () => {
    const { ticket } = decideSuggestion(suggested(), { decision: 'reject' }, departmentOf, byAnna)
    expect(ticket).toMatchObject({ category: 'general', priority: 'medium', triage: { state: 'rejected' } })
  })

  it('that moves the ticket to another department sends it back into line there', () => {
    const assignee = { id: anna.id, name: anna.name, department_id: general.id }
    const carried = suggested({ queue_state: 'assigned', assignee, assigned_at: NOW.toISOString() })
    const { ticket } = decideSuggestion(carried, { decision: 'accept' }, departmentOf, byAnna)
    expect(ticket).toMatchObject({
      department_id: billing.id,
      queue_state: 'waiting',
      assignee: null,
      assigned_at: null,
    })
  })

  it.each([
    ['already_decided', suggested({ triage: aStoredTriage({ state: 'rejected' }) })],
    ['nothing_suggested', suggested({ triage: null })],
    ['ticket_merged', suggested({ merged_into: '01JQ0000000000000000000008' })],
  ])('is refused with %s', (code, ticket) => {
    expect(() => decideSuggestion(ticket, { decision: 'accept' }, departmentOf, byAnna)).toThrow(
      expect.objectContaining({ refusal: 'conflict', code }),
    )
  })
})
