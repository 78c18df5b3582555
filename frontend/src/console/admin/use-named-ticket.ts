import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'

const AN_ID = /^[0-9A-HJKMNP-TV-Z]{26}$/
/** Titles and messages may speak of a ticket by its number, too. */
const MOST_ALIKE = 25

/** The id of a ticket that is named by its number, as people do, or by the id itself; null if there is none. */
const findTicket = async (named: string, signal: AbortSignal): Promise<string | null> => {
  if (AN_ID.test(named)) return named
  const { items } = await call('listTickets', { query: { search: named, limit: MOST_ALIKE }, signal })
  return items.find(({ number }) => number === named)?.id ?? null
}

/** A ticket that somebody names: its id follows from the name that they gave last, never from an answer that comes late. */
export const useNamedTicket = () => {
  const [named, setNamed] = useState('')
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: [...keys.audit, 'ticket', named],
    queryFn: ({ signal }) => findTicket(named, signal),
    enabled: named !== '',
    placeholderData: keepPreviousData,
  })
  const isFound = named === '' || typeof data === 'string'
  return {
    /** The one before while it is being looked for; undefined if none is named, or there is none. */
    id: named === '' ? undefined : (data ?? undefined),
    isUnknown: named !== '' && data === null && !isPlaceholderData,
    error: named === '' ? null : error,
    /** @returns whether it is another name than before */
    look: (typed: string): boolean => {
      const next = typed.trim().toUpperCase()
      setNamed(next)
      return next !== named
    },
    lookAgain: () => {
      if (!isFound) void refetch()
    },
  }
}

export type NamedTicket = ReturnType<typeof useNamedTicket>
