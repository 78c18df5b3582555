import { type DetailType, detailTypes, type EventType } from '../contracts/events.ts'
import { ENTRIES_A_CALL, publish } from '../platform/bus.ts'
import { logger } from '../platform/log.ts'
import { type StreamedEvent, streamHandler } from '../platform/stream.ts'

const outward: Partial<Record<EventType, DetailType>> = detailTypes

interface Outgoing extends StreamedEvent {
  readonly detailType: DetailType
}

const leavingTheHouse = (events: readonly StreamedEvent[]): readonly Outgoing[] =>
  events.flatMap((streamed) => {
    const detailType = outward[streamed.event.type]
    return detailType ? [{ ...streamed, detailType }] : []
  })

/** The sequence of the first event of a call that did not reach the bus: its first one if the whole call failed. */
const firstFailed = async (call: readonly Outgoing[]): Promise<string | undefined> => {
  try {
    const refused = await publish(
      call.map(({ detailType, event }) => ({ detailType, detail: { ...event, version: 1 } })),
    )
    return refused === undefined ? undefined : call[refused]?.sequence
  } catch (error) {
    logger.error('the bus could not be reached', { error, events: call.length })
    return call[0]?.sequence
  }
}

/** Longer than a deployment takes from the first function that writes something new to the last one that reads it. */
const DEPLOYMENT_MINUTES = 15

/**
 * Puts every event that has a name on the bus (`detailTypes`) there, in the order of the stream. The batch stops at an
 * event that the bus refuses, so that the stream delivers it again and no later event of the batch gets ahead of it for
 * good.
 */
export const handler = streamHandler(async (events) => {
  const outgoing = leavingTheHouse(events)
  for (let from = 0; from < outgoing.length; from += ENTRIES_A_CALL) {
    const failed = await firstFailed(outgoing.slice(from, from + ENTRIES_A_CALL))
    if (failed !== undefined) return failed
  }
  return undefined
}, DEPLOYMENT_MINUTES)
