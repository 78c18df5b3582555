import { createContext, useContext } from 'react'
import type { Ticket, TicketPatch } from '../../../../functions/contracts/ticket.ts'

/** A conflict with another person's change: the wanted values, and the ticket as it is now. */
export interface StaleWrite {
  readonly patch: TicketPatch
  readonly now: Ticket
  /** The ticket on which the change was made. */
  readonly seen: Ticket
}

/** An action on a ticket that did not take effect. */
export interface Failure {
  readonly ticket: Pick<Ticket, 'id' | 'number'>
  /** The part of the ticket concerned: a message's failure is shown at its box, others above the conversation. */
  readonly about: 'answer' | 'fields' | 'assignment' | 'suggestion' | 'merge'
  /** The failure as a sentence. */
  readonly title: string
  readonly error: unknown
  /** The fields' wanted values. */
  readonly patch?: TicketPatch
  /** Tries again; absent if that is done where the action was started. */
  readonly again?: () => void
  /** Both values, if a person has to choose between them. */
  readonly stale?: StaleWrite
  /** The full agent to whom the ticket may be given nevertheless; shown where agents are chosen. */
  readonly full?: string
}

export interface ReportedFailure extends Failure {
  /** Identifies the failure; ids ascend in the order of failures. */
  readonly id: number
}

export interface Failures {
  readonly all: readonly ReportedFailure[]
  readonly report: (failure: Failure) => void
  /** Forgets the failures that match: they were decided, or are tried again. */
  readonly settle: (isSettled: (failure: ReportedFailure) => boolean) => void
}

export const FailuresContext = createContext<Failures>({ all: [], report: () => undefined, settle: () => undefined })

/** The failures, kept above the screens: the person may be on another ticket when an action fails. */
export const useFailures = (): Failures => useContext(FailuresContext)

/** Returns whether a failure concerns this part of this ticket. */
export const isOf =
  (ticket_id: string, about: Failure['about']) =>
  (failure: Failure): boolean =>
    failure.ticket.id === ticket_id && failure.about === about
