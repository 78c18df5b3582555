import { useQuery } from '@tanstack/react-query'
import type { Agent } from '../../../functions/contracts/people.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/queries.ts'

const FRESH_FOR_MS = 30_000

/** All agents, for lists of choices and for names; empty until loaded. */
export const useAgents = (): readonly Agent[] =>
  useQuery({ queryKey: keys.agents, queryFn: () => call('listAgents'), staleTime: FRESH_FOR_MS }).data?.items ?? []
