import { describe, expect, it } from 'vitest'
import type { Census, CountedTicket, Step } from '../support/census.ts'
import { expectSound, judge, lineOf } from '../support/invariants.ts'

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 8, 0, second)).toISOString()

const steps = (...states: readonly (readonly [second: number, queue_state: string, assignee?: string])[]): Step[] =>
  states.map(([second, queue_state, assignee_id = null], place) => ({
    seq: place + 1,
    type: 'ticket_queued',
    at: at(second),
    queue_state,
    department_id: 'billing',
    priority: 'medium',
    assignee_id,
    outcome: queue_state === 'assigned' ? 'assigned' : null,
  }))

const ticket = (id: string, history: readonly Step[], more: Partial<CountedTicket> = {}): CountedTicket => ({
  id,
  title: `Ticket ${id}`,
  status: 'open',
  queue_state: (history.at(-1)?.queue_state ?? 'triaging') as CountedTicket['queue_state'],
  category: 'billing',
  priority: 'medium',
  department_id: 'billing',
  assignee: history.at(-1)?.assignee_id ? { id: 'ann', name: 'Ann', department_id: 'billing' } : null,
  created_at: history[0]?.at ?? at(0),
  version: history.length,
  ...more,
})

const ann = { id: 'ann', department_id: 'billing', presence: 'online', active: 1, capacity: 1 } as const

const census = (tickets: Readonly<Record<string, readonly Step[]>>, agents: Census['agents'] = [ann]): Census => ({
  tickets: Object.entries(tickets).map(([id, history]) => ticket(id, history)),
  steps: new Map(Object.entries(tickets)),
  agents,
})

const first = steps([0, 'triaging'], [1, 'waiting'], [20, 'assigned', 'ann'])
const second = steps([2, 'triaging'], [3, 'waiting'])
const all = new Set(['1', '2'])

describe('the judge of the invariants', () => {
  it('finds no fault where there is none', () => {
    const verdict = judge(census({ 1: first, 2: second }), all)

    expectSound(verdict)
    expect(lineOf(verdict)).toBe(
      '2 accepted = 1 open + 1 waiting + 0 done; lost 0; doubled 0; over capacity 0; overtaken 0; drift 0',
    )
  })

  it.each([
    ['a lost ticket', census({ 1: first }), { lost: 1 }],
    ['a ticket that nobody asked for', census({ 1: first, 2: second, 3: steps([4, 'waiting']) }), { doubled: 1 }],
    ['a load that says more than is carried', census({ 1: first, 2: second }, [{ ...ann, active: 2 }]), { drift: 1 }],
    [
      'an agent who carried too much, if only for a time',
      census({
        1: [...first, ...steps([0, ''], [0, ''], [0, ''], [40, 'done']).slice(3)],
        2: [...second, ...steps([0, ''], [0, ''], [30, 'assigned', 'ann']).slice(2)],
      }),
      { over_capacity: 1 },
    ],
    [
      'a later ticket that is served first',
      census({
        1: second,
        2: [...steps([10, 'triaging'], [11, 'waiting'], [30, 'assigned', 'ann'])],
      }),
      { overtaken: 1 },
    ],
    ['a history with a gap', census({ 1: first, 2: second.slice(1) }), { broken_histories: 1 }],
    ['a slot that stays free', census({ 1: first, 2: second }, [{ ...ann, capacity: 2 }]), { forgotten: 1 }],
  ])('sees %s', (_case, found, fault) => {
    const verdict = judge(found, all)

    expect(verdict).toMatchObject(fault)
    expect(() => expectSound(verdict)).toThrow()
  })

  it('sees that more tickets overtake one than the passes that had begun could serve', () => {
    const late = steps([5, 'triaging'], [10, 'waiting'], [19, 'assigned', 'ann'])
    const after = (second: number) => steps([8, 'triaging'], [9, 'waiting'], [second, 'assigned', 'ann'])
    const overtaking = (...seconds: readonly number[]) =>
      judge(census({ 1: late, ...Object.fromEntries(seconds.map((second) => [`2${second}`, after(second)])) }), all)
        .overtaken

    expect(overtaking(11, 12)).toBe(0)
    expect(overtaking(11, 12, 13)).toBe(1)
  })

  it('does not call it overtaking when a ticket joins the line during the pass that serves another', () => {
    const late = steps([0, 'triaging'], [29, 'waiting'])
    const served = steps([10, 'triaging'], [11, 'waiting'], [30, 'assigned', 'ann'])

    expect(judge(census({ 1: late, 2: served }), all).overtaken).toBe(0)
  })
})
