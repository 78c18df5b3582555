/** One thing that somebody asked for once, however often it was sent: it may become one ticket at most. */
export interface TicketRequest {
  /** Stands in the ticket's description, and in no other's. */
  readonly marker: string
  /** Whether an answer told somebody that the ticket exists, or the bus took it. */
  isAccepted: boolean
  /** Tickets that answers named. */
  readonly answeredIds: Set<string>
}

/** What people were promised, kept outside the system so that it can be held to it. */
export interface Ledger {
  readonly requests: TicketRequest[]
  /** A guest's key to follow a ticket, by the ticket. */
  readonly trackingTokens: Map<string, string>
  /** Markers of comments that were answered with 201, with their ticket. */
  readonly comments: Map<string, string>
  /** Promises that an answer itself has broken. */
  readonly broken: string[]
}

export const newLedger = (): Ledger => ({
  requests: [],
  trackingTokens: new Map(),
  comments: new Map(),
  broken: [],
})
