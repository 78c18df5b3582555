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
  /** What of the ticket it concerns; that of an answer is told by its box, all other above the conversation. */
  readonly about: 'answer' | 'fields' | 'assignment' | 'suggestion' | 'merge'
  /** What did not happen, as a sentence. */
  readonly title: string
  readonly error: unknown
  /** What fields were to become. */
  readonly patch?: TicketPatch
  /** Asks for the same once more; absent where that is done where it was asked for. */
  readonly again?: () => void
  /** Both values, where a person has to choose between them. */
  readonly stale?: StaleWrite
  /** The full agent whom the ticket may be given all the same; that is told where agents are chosen. */
  readonly full?: string
}

export interface ReportedFailure extends Failure {
  /** Tells it from the others, and stands for their order. */
  readonly id: number
}

export interface Failures {
  readonly all: readonly ReportedFailure[]
  readonly report: (failure: Failure) => void
  /** Forgets the failures that are as said: they were decided, or are tried again. */
  readonly settle: (isSettled: (failure: ReportedFailure) => boolean) => void
}

export const FailuresContext = createContext<Failures>({ all: [], report: () => undefined, settle: () => undefined })

/** What did not take effect, kept above the screens: whoever did it may be on another ticket when it fails. */
export const useFailures = (): Failures => useContext(FailuresContext)

/** Whether it concerns this of that ticket. */
export const isOf =
  (ticket_id: string, about: Failure['about']) =>
  (failure: Failure): boolean =>
    failure.ticket.id === ticket_id && failure.about === about
