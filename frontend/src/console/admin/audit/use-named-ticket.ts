import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'

const AN_ID = /^[0-9A-HJKMNP-TV-Z]{26}$/
/** Titles and messages of other tickets may contain the number, too. */
const MOST_ALIKE = 25

/** Finds a ticket's id by its number or by the id itself; null if there is no such ticket. */
const findTicket = async (named: string, signal: AbortSignal): Promise<string | null> => {
  if (AN_ID.test(named)) return named
  const { items } = await call('listTickets', { query: { search: named, limit: MOST_ALIKE }, signal })
  return items.find(({ number }) => number === named)?.id ?? null
}

/** The ticket named in a field: its id always belongs to the last name entered, never to a late answer for another. */
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
    /** The previous id while the lookup runs; undefined if no ticket is named, or none is found. */
    id: named === '' ? undefined : (data ?? undefined),
    isUnknown: named !== '' && data === null && !isPlaceholderData,
    error: named === '' ? null : error,
    /** @returns whether the name differs from the previous one */
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
