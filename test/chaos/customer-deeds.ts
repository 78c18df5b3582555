import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import type { ApiRequest } from './api-client.ts'
import type { Operation } from './operations.ts'
import type { World } from './world.ts'

/** Carries out an operation in the current world. */
export type Deed = (world: World, operation: Operation) => void

export const CATEGORIES = ['billing', 'technical', 'account', 'general'] as const
export const PRIORITIES = ['low', 'medium', 'high', 'critical'] as const
const WORDS = ['refund', 'login', 'broken', 'invoice', 'slow', 'address', 'crash', 'password']

/** Picks one of a list by a throw in [0, 1); undefined if the list is empty. */
export const chosen = <One>(list: readonly One[], die: number): One | undefined => list[Math.floor(die * list.length)]

/** A second throw derived from the first, for another decision. */
export const again = (die: number): number => (die * 97) % 1

/** The ticket's text, with a marker that identifies it. */
const textsOf = (marker: string, die: number) => ({
  title: `${chosen(WORDS, die)} ${chosen(WORDS, again(die))}`,
  description: `${marker} ${chosen(WORDS, again(again(die)))} please help`,
})

const labelsOf = (die: number) => ({
  ...(die < 0.4 && { category: chosen(CATEGORIES, again(die)) }),
  ...(again(again(die)) < 0.5 && { priority: chosen(PRIORITIES, again(again(again(die)))) }),
})

const createTicket: Deed = ({ api, company, ledger }, { place, dice: [who, which, text, labels, keyed] }) => {
  const marker = `request-${place}-`
  const request = { marker, isAccepted: false, answeredIds: new Set<string>() }
  ledger.requests.push(request)
  const as = who < 0.4 ? undefined : who < 0.8 ? chosen(company.customers, which) : chosen(company.agents, which)
  const requester = { name: 'Guest', email: `guest-${Math.floor(which * 3)}@example.org` }
  api.send(
    {
      route: 'createTicket',
      as,
      body: { ...textsOf(marker, text), ...labelsOf(labels), ...(as === undefined && { requester }) },
      key: keyed < 0.7 ? marker : undefined,
    },
    ({ status, body }) => {
      if (status !== 201) return
      request.isAccepted = true
      request.answeredIds.add(String(body.id))
      if (typeof body.tracking_token === 'string') ledger.trackingTokens.set(String(body.id), body.tracking_token)
    },
  )
}

/** Another service asks on the bus, sometimes twice, sometimes wrongly. */
const requestTicket: Deed = ({ bus, ledger, timeline }, { place, dice: [valid, twice, text, labels] }) => {
  const marker = `request-${place}-`
  const isValid = valid < 0.85
  const detail = {
    request_id: marker,
    ...textsOf(marker, text),
    ...labelsOf(labels),
    requester: { name: 'Service', email: isValid ? 'service@example.org' : 'nowhere' },
  }
  const request = { marker, isAccepted: false, answeredIds: new Set<string>() }
  if (isValid) ledger.requests.push(request)
  const ask = (): void => {
    const [taken] = bus.put([{ Source: 'shop', DetailType: 'TicketRequested', Detail: JSON.stringify(detail) }])
    request.isAccepted ||= taken !== undefined && 'EventId' in taken
  }
  ask()
  if (twice < 0.4) timeline.after(twice * 10_000, ask)
}

/** The credentials of a ticket's requester; undefined for a guest whose key is unknown. */
const asRequester = (
  { company, ledger }: World,
  ticket: TicketState,
): Pick<ApiRequest, 'as' | 'trackingToken'> | undefined => {
  const { id } = ticket.requester
  if (id === null) {
    const trackingToken = ledger.trackingTokens.get(ticket.id)
    return trackingToken === undefined ? undefined : { trackingToken }
  }
  const as: SignedIn | undefined = [...company.customers, ...company.agents].find((one) => one.id === id)
  return as && { as }
}

/** Prefers resolved tickets, which a reply reopens. */
const ticketToAnswer = ({ watch }: World, which: number, often: number): TicketState | undefined => {
  const resolved = often < 0.6 ? watch.tickets().filter(({ status }) => status === 'resolved') : []
  return chosen(resolved.length > 0 ? resolved : watch.tickets(), which)
}

const commentAsCustomer: Deed = (world, { place, dice: [which, often, keyed] }) => {
  const ticket = ticketToAnswer(world, which, often)
  const sender = ticket && asRequester(world, ticket)
  if (!ticket || !sender) return
  const marker = `comment-${place}-`
  const key = keyed < 0.7 ? marker : undefined
  const request = { route: 'addComment', params: { id: ticket.id }, body: { body: marker }, key, ...sender } as const
  world.api.send(request, ({ status }) => {
    if (status === 201) world.ledger.comments.set(marker, ticket.id)
  })
}

const confirm: Deed = (world, { place, dice: [which, often] }) => {
  const ticket = ticketToAnswer(world, which, often)
  const sender = ticket && asRequester(world, ticket)
  if (!ticket || !sender) return
  world.api.send({ route: 'confirmTicket', params: { id: ticket.id }, body: {}, key: `confirm-${place}`, ...sender })
}

const apply: Deed = ({ api, company }, { place, dice: [who] }) => {
  // An agent who has left is a customer again, and may apply once more.
  const applicant = chosen([...company.customers, ...company.agents], who)
  if (!applicant) return
  api.send({
    route: 'applyAsAgent',
    as: { ...applicant, role: 'customer', department_id: null },
    body: { motivation: 'I would like to help', skills: ['api'] },
    key: `apply-${place}`,
  })
}

export const customerDeeds = { createTicket, requestTicket, commentAsCustomer, confirm, apply } as const
