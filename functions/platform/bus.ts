import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { type DetailType, type EventDetail, SOURCE } from '../contracts/events.ts'
import { setting } from './env.ts'
import { logger } from './log.ts'

const bus = new EventBridgeClient({})

/** As many entries as one call of PutEvents takes. */
export const ENTRIES_A_CALL = 10

export interface Published {
  readonly detailType: DetailType
  readonly detail: EventDetail
}

/**
 * Puts events on the bus in one call.
 *
 * @param events 1 to ENTRIES_A_CALL
 * @returns the place of the first event that the bus did not take, or undefined if it took all. Events behind that place
 *   may have been taken all the same: consumers know an event by its `event_id`
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
