import { useQuery } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { keys } from '../api/queries.ts'

const FRESH_EVERY_MS = 15_000

/** Every department with its rules and its current load. */
export const useDepartments = () =>
  useQuery({
    queryKey: keys.departments,
    queryFn: () => call('listDepartments'),
    refetchInterval: FRESH_EVERY_MS,
    select: ({ items }) => items,
  })
