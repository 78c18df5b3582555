import * as z from 'zod'

/** An error in the form of RFC 9457; `code` is stable, the rest is for people. */
export const Problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  request_id: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).exactOptional(),
})
export type Problem = z.infer<typeof Problem>
