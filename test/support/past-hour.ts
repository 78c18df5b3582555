import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import type { Department } from '../../functions/contracts/department.ts'
import { GUEST } from '../../functions/domain/ticket/change.ts'
import { openTicket } from '../../functions/domain/ticket.ts'
import { derivedId } from '../../functions/platform/ids.ts'
import { recordEvent } from '../../functions/stores/events.ts'
import { ticketRow } from '../../functions/stores/ticket-rows.ts'
import { rawDocuments, rawTableName } from './raw-rows.ts'
import { ticketOfLoad } from './submitting.ts'

const HOUR_MS = 3_600_000

/**
 * Writes tickets as if they had come in evenly over the hour until now, each with its event in one transaction.
 *
 * @returns their ids
 */
export const ticketsOfPastHour = async (
  awsUrl: string,
  departments: readonly Department[],
  count: number,
): Promise<ReadonlySet<string>> => {
  const documents = rawDocuments(awsUrl)
  const TableName = await rawTableName(documents, 'Tickets')
  // The stores read these settings to build rows, as in a function.
  Object.assign(process.env, { TICKETS_TABLE: TableName, INDEX_SHARDS: '1' })
  const end = Date.now()
  const ids = new Set<string>()
  for (let place = 0; place < count; place += 1) {
    const now = new Date(end - HOUR_MS * (1 - place / count))
    const request = ticketOfLoad(place)
    const department = departments.find(({ categories }) => categories.some((each) => each === request.category))
    if (!department) throw new Error(`nobody serves ${request.category}`)
    const id = derivedId(now, 'past hour', String(place))
    const requester = { id: null, name: 'Greta Guest', email: `past${place}@example.org` }
    const opening = {
      id,
      number: `PL-${String(place).padStart(8, '0')}`,
      requester,
      source: 'web',
      department,
    } as const
    const { ticket, event } = openTicket(request, opening, { event_id: derivedId(now, id), actor: GUEST, now })
    await documents.send(
      new TransactWriteCommand({
        TransactItems: [{ Put: { TableName, Item: ticketRow(ticket) } }, recordEvent(event)],
      }),
    )
    ids.add(id)
  }
  documents.destroy()
  return ids
}
