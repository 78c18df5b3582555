import * as z from 'zod'
import { Id } from '../contracts/basics.ts'
import { Role } from '../contracts/people.ts'
import type { Caller } from '../domain/permissions.ts'

/** The caller of an admission or a socket, as their token named them when it was opened. */
export const StoredCaller: z.ZodType<Caller> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('user'),
    id: Id,
    role: Role,
    name: z.string(),
    email: z.string(),
    department_id: Id.nullable(),
    ticket_id: Id.exactOptional(),
  }),
  z.object({ kind: z.literal('guest'), ticket_id: Id.nullable() }),
])
