import { hashKey } from '@tanstack/react-query'

/** Whether two values of a field are equal; lists and records are compared by their contents. */
export const isSame = (one: unknown, other: unknown): boolean => hashKey([one]) === hashKey([other])
