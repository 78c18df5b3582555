/** One request of a user, however often it was sent: it may become one ticket at most. */
export interface TicketRequest {
  /** Occurs only in this ticket's description. */
  readonly marker: string
  /** Whether an answer told somebody that the ticket exists, or the bus took it. */
  isAccepted: boolean
  /** Tickets that answers named. */
  readonly answeredIds: Set<string>
}

/** What users were promised, recorded outside the system to check it against. */
export interface Ledger {
  readonly requests: TicketRequest[]
  /** Guests' tracking tokens by ticket id. */
  readonly trackingTokens: Map<string, string>
  /** Ticket ids by the markers of comments that were answered with 201. */
  readonly comments: Map<string, string>
  /** Promises that were broken by an answer itself. */
  readonly broken: string[]
}

export const newLedger = (): Ledger => ({
  requests: [],
  trackingTokens: new Map(),
  comments: new Map(),
  broken: [],
})
