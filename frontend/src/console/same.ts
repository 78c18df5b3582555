import { hashKey } from '@tanstack/react-query'

/** Whether two values of a field are the same: lists and records by what is in them. */
export const isSame = (one: unknown, other: unknown): boolean => hashKey([one]) === hashKey([other])
