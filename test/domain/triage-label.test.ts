import { describe, expect, it } from 'vitest'
import { labelFrom, newestOfEach, type TriageLabel } from '../../functions/domain/triage/label.ts'
import { scoreboard } from '../../functions/domain/triage/scoreboard.ts'
import { aGuestTicket, aStoredTriage } from '../support/triage-records.ts'

const labelling = { by: 'anna', now: new Date('2026-03-02T11:00:00.000Z') }
const accepted = { ...labelling, verdict: 'accepted' } as const
const rejected = { ...labelling, verdict: 'rejected' } as const

describe('a label', () => {
  it('says what a person set', () => {
    const ticket = aGuestTicket({ category: 'billing', category_set_by: 'person', priority_set_by: 'default' })
    const label = labelFrom(ticket, { ...labelling, verdict: 'changed' })
    expect(label.category).toBe('billing')
    expect(label).not.toHaveProperty('priority')
  })

  it('says what was suggested and applied, and left standing by somebody who looked at it', () => {
    const ticket = aGuestTicket({ category: 'billing', category_set_by: 'policy', triage: aStoredTriage() })
    expect(labelFrom(ticket, { ...labelling, verdict: 'modified' }).category).toBe('billing')
  })

  it('of a rejection does not take the rejected value for right', () => {
    const ticket = aGuestTicket({ category: 'billing', category_set_by: 'policy', triage: aStoredTriage() })
    expect(labelFrom(ticket, rejected)).not.toHaveProperty('category')
  })

  it('holds no personal data, and at most 4,000 characters', () => {
    const ticket = aGuestTicket({ description: `Mail cleo@example.com. ${'x'.repeat(9_000)}` })
    const { text } = labelFrom(ticket, accepted)
    expect(text).not.toContain('cleo@')
    expect(text.length).toBeLessThanOrEqual(4_000)
  })

  it('holds no part of a secret that stands where the text is cut', () => {
    const description = `${'a matter of some length '.repeat(166)}4111 1111 1111 1111`
    expect(labelFrom(aGuestTicket({ title: 'x', description }), accepted).text).not.toContain('4111')
  })

  it('does not take the fallback for a suggestion', () => {
    expect(labelFrom(aGuestTicket({ triage: aStoredTriage({ source: 'fallback' }) }), accepted).suggested).toBeNull()
  })

  it('of a ticket gives way to a later one', () => {
    const labels = ['a', 'b', 'a'].map((ticket_id, place) => ({ ticket_id, place }))
    expect(newestOfEach(labels).map(({ place }) => place)).toEqual([1, 2])
  })
})

describe('the scoreboard', () => {
  let tickets = 0
  const aLabel = (changes: Partial<TriageLabel> = {}): TriageLabel => {
    tickets += 1
    const ticket = aGuestTicket({ id: `T${tickets}`, category: 'billing', priority: 'high', triage: aStoredTriage() })
    return { ...labelFrom(ticket, accepted), ...changes }
  }
  const row = (labels: readonly TriageLabel[], value: string) => scoreboard(labels).find((each) => each.value === value)

  it('has a row for each category and each priority, also for those never suggested', () => {
    expect(scoreboard([]).map(({ value }) => value)).toEqual([
      'billing',
      'technical',
      'account',
      'general',
      'low',
      'medium',
      'high',
      'critical',
    ])
    expect(row([], 'billing')).toMatchObject({ suggested: 0, precision: null })
  })

  it('counts what was accepted, modified and rejected of each suggested value', () => {
    const { category: _unknown, priority: _neither, ...bare } = aLabel({ verdict: 'rejected' })
    const labels = [aLabel(), aLabel(), aLabel({ category: 'account', verdict: 'modified' }), bare]
    expect(row(labels, 'billing')).toMatchObject({
      suggested: 4,
      accepted: 2,
      modified: 1,
      rejected: 1,
      precision: 0.5,
    })
    expect(row(labels, 'high')).toMatchObject({ suggested: 4, accepted: 3, modified: 0, rejected: 1, precision: 0.75 })
    expect(row(labels, 'account')).toMatchObject({ suggested: 0 })
  })

  it('shows how right the model was where it was how sure', () => {
    const bins = row([aLabel(), aLabel({ category: 'account', verdict: 'modified' })], 'billing')?.bins
    expect(bins).toHaveLength(10)
    expect(bins?.[8]).toMatchObject({ from: 0.8, count: 2, precision: 0.5 })
    expect(bins?.[0]).toMatchObject({ count: 0, precision: null })
  })

  it('leaves out what a person changed without having had a suggestion', () => {
    expect(row([aLabel({ suggested: null, verdict: 'changed' })], 'billing')?.suggested).toBe(0)
  })
})
