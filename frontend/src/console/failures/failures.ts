import { createContext, useContext } from 'react'
import type { Ticket, TicketPatch } from '../../../../functions/contracts/ticket.ts'

/** A change that met somebody else's: what was wanted, and the ticket as it is now. */
export interface StaleWrite {
  readonly patch: TicketPatch
  readonly now: Ticket
  /** The ticket that the change was made on. */
  readonly seen: Ticket
}

/** Something done to a ticket that did not take effect. */
export interface Failure {
  readonly ticket: Pick<Ticket, 'id' | 'number'>
  /** Where the ticket's own page tells it: by its answer box, or above the conversation. */
  readonly about: 'answer' | 'fields'
  /** What did not happen, as a sentence. */
  readonly title: string
  readonly error: unknown
  /** Both values, where a person has to choose between them. */
  readonly stale?: StaleWrite
}

export interface ReportedFailure extends Failure {
  /** Tells it from the others, and stands for their order. */
  readonly id: number
}

export interface Failures {
  readonly all: readonly ReportedFailure[]
  readonly report: (failure: Failure) => void
  /** Forgets what is told of a ticket in one place: it was decided, or is tried again. */
  readonly settle: (ticket_id: string, about: Failure['about']) => void
}

export const FailuresContext = createContext<Failures>({ all: [], report: () => undefined, settle: () => undefined })

/** What did not take effect, kept above the screens: whoever did it may be on another ticket when it fails. */
export const useFailures = (): Failures => useContext(FailuresContext)

/** What is to be told of a ticket in one place. */
export const useFailuresOf = (ticket_id: string, about: Failure['about']): readonly ReportedFailure[] =>
  useFailures().all.filter((one) => one.ticket.id === ticket_id && one.about === about)
