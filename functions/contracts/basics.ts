import * as z from 'zod'

/** A ULID: 26 Crockford characters, ordered by time of creation. */
export const Id = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'must be an id of 26 characters')

/** Text that people write. A lone surrogate such as `\ud800`, which JSON can express and UTF-8 cannot, is refused. */
export const Text = z.string().refine((text) => text.isWellFormed(), 'must be Unicode text')

/** A description, a comment or a reply. */
export const LongText = Text.trim().min(1).max(10_000)

/** RFC 3339 in UTC with milliseconds, so that sorting as text sorts by time. */
export const Timestamp = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, 'must be a UTC timestamp with milliseconds')

/** A moment in a request: RFC 3339 with any offset. */
export const Instant = z.iso.datetime({ offset: true })

/** The longest period that one request may cover: a quarter. */
export const LONGEST_PERIOD_DAYS = 92

/** A span of time in a query, open at either end. */
export const period = { from: Instant.exactOptional(), to: Instant.exactOptional() }

export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email())

/** A person's name as it goes into mail headers and lists: one line, no control characters. */
export const PersonName = Text.trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}+$/u, 'must not contain control characters')

/** A share of a whole, 0 to 1. */
export const Share = z.number().min(0).max(1)

/** A whole number in a path or a query: decimal digits only, though JavaScript reads `1e1` and `0x10` as numbers too. */
export const wholeNumber = (min: number, max = Number.MAX_SAFE_INTEGER) =>
  z.preprocess(
    (given) => (typeof given === 'string' && /^-?\d+$/.test(given) ? Number(given) : given),
    z.int().min(min).max(max),
  )

const Limit = wholeNumber(1, 100)

/** How a client walks a list: by cursor, or by page for the first 1,000 records. */
export const paging = {
  limit: Limit.default(20),
  /** Not checked here: the list itself refuses a bad cursor, as `malformed` rather than `invalid`. */
  cursor: z.string().exactOptional(),
  page: wholeNumber(1, 1_000).exactOptional(),
}

/** `paging` for a list short enough to be returned whole, which it is unless a limit is given. */
export const shortPaging = { ...paging, limit: Limit.exactOptional() }

/** One page of a list, newest first; `next_cursor` is null at the end. */
export const listOf = <Record extends z.ZodType>(record: Record) =>
  z.strictObject({ items: z.array(record), next_cursor: z.string().nullable() })

/** All of a short list at once. */
export const allOf = <Record extends z.ZodType>(record: Record) => z.strictObject({ items: z.array(record) })

/** A query value with alternatives separated by commas. */
export const anyOf = <Value extends z.ZodType<string, string>>(value: Value) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(value).min(1).max(20))
