import { join } from 'node:path'
import * as z from 'zod'
import {
  type DetailType,
  detailTypes,
  EventDetail,
  type EventType,
  TicketRequested,
} from '../../functions/contracts/events.ts'

export const SCHEMA_FOLDER = join(import.meta.dirname, '../../docs/events')

/** The event types that are published under a detail-type. */
const typesOf = (name: DetailType): EventType[] =>
  (Object.keys(detailTypes) as (keyof typeof detailTypes)[]).filter((type) => detailTypes[type] === name)

const detailOf = (name: DetailType): z.ZodType =>
  name === 'TicketRequested' ? TicketRequested : EventDetail.extend({ type: z.enum(typesOf(name)) })

/** In: events that other services publish. Out: events that the product publishes; a version may gain fields. */
const directionOf = (name: DetailType): string =>
  name === 'TicketRequested' ? 'Taken from any source' : 'Sent with source plimsoll'

/** The published JSON Schema of each detail-type: file name to text. */
export const eventSchemas = (): ReadonlyMap<string, string> => {
  const names = new Set<DetailType>(['TicketRequested', ...Object.values(detailTypes)])
  return new Map(
    [...names].toSorted().map((name) => {
      const io = name === 'TicketRequested' ? 'input' : 'output'
      const { $schema, ...schema } = z.toJSONSchema(detailOf(name), { io, unrepresentable: 'any' })
      const titled = {
        $schema,
        title: name,
        description: `${directionOf(name)}, as the detail of an event.`,
        ...schema,
      }
      if (io === 'output') Object.assign(titled, { additionalProperties: true })
      return [`${name}.schema.json`, `${JSON.stringify(titled, null, 2)}\n`]
    }),
  )
}
