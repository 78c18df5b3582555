import type { Presence } from '../../contracts/people.ts'

/** The time during which an agent held a ticket, in minutes of any clock. */
export interface TicketInHand {
  readonly ticket_id: string
  readonly agent_id: string
  readonly from: number
  readonly to: number
}

/** A change of an agent's presence, in minutes of the same clock. */
export interface PresenceMark {
  readonly agent_id: string
  readonly at: number
  readonly presence: Presence
}

/** Work of a ticket that was done while its agent was away: there must have been some. */
const LEAST_MINUTES = 1

type Moment =
  | { readonly at: number; readonly kind: 'taken' | 'done'; readonly ticket_id: string }
  | { readonly at: number; readonly kind: 'presence'; readonly presence: Presence }

/** At the same time, presence comes first: somebody who comes online at nine works from nine on. */
const ORDER: Record<Moment['kind'], number> = { presence: 0, taken: 1, done: 2 }

const workOfOne = (tickets: readonly TicketInHand[], marks: readonly PresenceMark[]): ReadonlyMap<string, number> => {
  const moments: Moment[] = [
    ...tickets.flatMap(({ ticket_id, from, to }): Moment[] => [
      { at: from, kind: 'taken', ticket_id },
      { at: to, kind: 'done', ticket_id },
    ]),
    ...marks.map(({ at, presence }): Moment => ({ at, kind: 'presence', presence })),
  ].toSorted((a, b) => a.at - b.at || ORDER[a.kind] - ORDER[b.kind])

  const work = new Map(tickets.map(({ ticket_id }) => [ticket_id, 0]))
  const inHand = new Set<string>()
  let isAway = false
  let last = moments[0]?.at ?? 0
  for (const moment of moments) {
    const share = isAway || inHand.size === 0 ? 0 : (moment.at - last) / inHand.size
    for (const ticket_id of inHand) work.set(ticket_id, (work.get(ticket_id) ?? 0) + share)
    last = moment.at
    if (moment.kind === 'presence') isAway = moment.presence === 'offline'
    else if (moment.kind === 'taken') inHand.add(moment.ticket_id)
    else inHand.delete(moment.ticket_id)
  }
  return new Map([...work].map(([ticket_id, minutes]) => [ticket_id, Math.max(LEAST_MINUTES, minutes)]))
}

/**
 * How much work each ticket was, in minutes, as far as the record tells.
 *
 * It tells how long an agent held a ticket, not how long they worked on it. So an agent's time is divided equally among
 * the tickets that they hold, and does not pass while they are offline: the work of all tickets together is then never
 * more than the time that the agent was there.
 *
 * @param marks each agent's first mark at or before their first ticket; an agent without marks is always there
 * @returns minutes by ticket, at least 1
 */
export const recordedWork = (
  tickets: readonly TicketInHand[],
  marks: readonly PresenceMark[],
): ReadonlyMap<string, number> => {
  const marksOf = Map.groupBy(marks, ({ agent_id }) => agent_id)
  return new Map(
    [...Map.groupBy(tickets, ({ agent_id }) => agent_id)].flatMap(([agent_id, held]) => [
      ...workOfOne(held, marksOf.get(agent_id) ?? []),
    ]),
  )
}
