import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { isUnfinished } from '../../functions/domain/ticket-status.ts'
import { parseEvent } from '../../functions/stores/events.ts'
import type { World } from './world.ts'

/** The tickets that each request became, by its marker. */
const ticketsOf = (world: World, marker: string): readonly TicketState[] =>
  world.watch.tickets().filter(({ description }) => description.startsWith(marker))

/** Accepted requests without a ticket, and tickets that were named in an answer but do not exist. */
export const findLost = (world: World): readonly string[] => {
  const { ledger, watch } = world
  const ids = new Set(watch.tickets().map(({ id }) => id))
  return ledger.requests.flatMap(({ marker, isAccepted, answeredIds }) => {
    const missing = [...answeredIds].filter((id) => !ids.has(id))
    if (missing.length > 0) return missing.map((id) => `ticket ${id} of ${marker} was answered and does not exist`)
    return isAccepted && ticketsOf(world, marker).length === 0 ? [`${marker} was accepted and became no ticket`] : []
  })
}

/** Requests that became more than one ticket, and numbers that two tickets share. */
export const findDoubled = (world: World): readonly string[] => {
  const { ledger, watch } = world
  const requests = ledger.requests.flatMap(({ marker, answeredIds }) => {
    const tickets = ticketsOf(world, marker)
    const count = Math.max(tickets.length, answeredIds.size)
    return count > 1 ? [`${marker} became ${count} tickets`] : []
  })
  const byNumber = Map.groupBy(watch.tickets(), ({ number }) => number)
  const numbers = [...byNumber].filter(([, { length }]) => length > 1).map(([number]) => `two tickets are ${number}`)
  return [...requests, ...numbers]
}

/** How many requests became a ticket, or should have. */
export const countAccepted = (world: World): number =>
  world.ledger.requests.filter(({ marker, isAccepted }) => isAccepted || ticketsOf(world, marker).length > 0).length

const problemOf = (ticket: TicketState): string | undefined => {
  const { status, queue_state, assignee, merged_into } = ticket
  switch (queue_state) {
    case 'triaging':
      return 'is still in triage'
    case 'waiting':
      return !isUnfinished(status) || merged_into !== null || assignee !== null ? 'waits without need' : undefined
    case 'assigned':
      return !isUnfinished(status) || merged_into !== null || assignee === null ? 'is assigned without need' : undefined
    case 'done':
      return isUnfinished(status) && merged_into === null ? 'is left alone' : undefined
  }
}

/** Each ticket is with somebody, waits, or is done; and merges lead to an end. */
export const findStray = ({ watch }: World): readonly string[] => {
  const byId = new Map(watch.tickets().map((ticket) => [ticket.id, ticket]))
  return watch.tickets().flatMap((ticket) => {
    const problem = problemOf(ticket)
    const seen = new Set<string>()
    for (let at: TicketState | undefined = ticket; at?.merged_into; at = byId.get(at.merged_into)) {
      if (seen.has(at.id)) return [`ticket ${ticket.id} is merged into itself`]
      seen.add(at.id)
    }
    return problem ? [`ticket ${ticket.id} ${problem} (${ticket.status}, ${ticket.queue_state})`] : []
  })
}

/** Every version has its event, and every event is still there. */
export const findGaps = ({ watch, database }: World): readonly string[] => {
  const histories = watch.histories()
  const stored = [...database.rows('Tickets')].filter(({ sk }) => String(sk).startsWith('EVENT#')).map(parseEvent)
  const known = [...histories.values()].reduce((sum, { length }) => sum + length, 0)
  const versions = [
    ...watch.tickets().map(({ id, version }) => [`TICKET#${id}`, version] as const),
    ...[...database.rows('AgentLoad')].flatMap(({ pk, sk, version }) =>
      sk === 'USER' || sk === 'DEPARTMENT' ? [[String(pk), Number(version)] as const] : [],
    ),
    ...[...database.rows('Insight')].flatMap(({ pk, sk, version }) =>
      sk === 'MERGE' ? [[String(pk), Number(version)] as const] : [],
    ),
  ]
  return [
    ...(stored.length === known ? [] : [`${known} events were written, ${stored.length} are there`]),
    ...versions.flatMap(([subject, version]) => {
      const length = histories.get(subject)?.length ?? 0
      return length === version ? [] : [`${subject} is at version ${version} with ${length} events`]
    }),
  ]
}

/** Each comment exists exactly once, on the ticket that it was written on. */
export const findComments = ({ ledger, database }: World): readonly string[] => {
  const written = [...database.rows('Tickets')].filter(({ body }) => String(body).startsWith('comment-'))
  const byBody = Map.groupBy(written, ({ body }) => String(body))
  const twice = [...byBody].filter(([, { length }]) => length > 1).map(([body]) => `${body} was written twice`)
  const lost = [...ledger.comments.keys()].filter((marker) => !byBody.has(marker))
  return [...twice, ...lost.map((marker) => `${marker} was answered and is lost`)]
}
