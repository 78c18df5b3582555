import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { type DetailType, type EventDetail, SOURCE } from '../contracts/events.ts'
import { setting } from './env.ts'
import { logger } from './log.ts'

const bus = new EventBridgeClient({})

/** The most entries that one call of PutEvents takes. */
export const ENTRIES_A_CALL = 10

export interface Published {
  readonly detailType: DetailType
  readonly detail: EventDetail
}

/**
 * Puts events on the bus in one call.
 *
 * @param events 1 to ENTRIES_A_CALL
 * @returns the index of the first event that the bus did not accept, or undefined if it accepted all. Later events may
 *   have been accepted all the same: consumers recognise repetitions by `event_id`
 * @throws the SDK's error if the call failed as a whole
 */
export const publish = async (events: readonly Published[]): Promise<number | undefined> => {
  const { Entries = [] } = await bus.send(
    new PutEventsCommand({
      Entries: events.map(({ detailType, detail }) => ({
        EventBusName: setting('EVENT_BUS_NAME'),
        Source: SOURCE,
        DetailType: detailType,
        Detail: JSON.stringify(detail),
        Time: new Date(detail.at),
      })),
    }),
  )
  const refused = events.findIndex((_event, place) => Entries[place]?.EventId === undefined)
  if (refused === -1) return undefined
  const { ErrorCode, ErrorMessage } = Entries[refused] ?? {}
  logger.warn('the bus refused an event', {
    event_id: events[refused]?.detail.event_id,
    code: ErrorCode,
    cause: ErrorMessage,
  })
  return refused
}
