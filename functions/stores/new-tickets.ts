import { MetricUnit } from '@aws-lambda-powertools/metrics'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { QueueBell } from '../contracts/events.ts'
import { type TicketChange, TRIAGE_PATIENCE_SECONDS } from '../domain/ticket-change.ts'
import { setting } from '../platform/env.ts'
import { ticketNumbers } from '../platform/ids.ts'
import { metrics } from '../platform/log.ts'
import { tableNamed, type Write, writeTogether } from './documents.ts'
import { recordEvent } from './events.ts'
import { ticketKeys } from './tables.ts'
import { ticketRow } from './ticket-rows.ts'
import { ReplayError } from './tickets.ts'

/** Place of the number among the writes. */
const NUMBER = 2

const queues = new SQSClient({})

const holdNumber = (number: string, ticketId: string): Write => ({
  Put: {
    TableName: tableNamed('Tickets'),
    Item: { ...ticketKeys.number(number), ticket_id: ticketId },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
})

/**
 * Writes a new ticket with its number and its first event, under the first number that nobody holds.
 *
 * @param open makes the change for a number
 * @param extra further writes of the same transaction; a condition of theirs that fails means the request is a repetition
 * @throws ReplayError if the ticket exists already or `extra` says so
 */
export const commitNewTicket = async (
  id: string,
  open: (number: string) => TicketChange,
  extra: (change: TicketChange) => readonly Write[],
): Promise<TicketChange> => {
  for (const number of ticketNumbers(id)) {
    const change = open(number)
    const put: Write = {
      Put: {
        TableName: tableNamed('Tickets'),
        Item: ticketRow(change.ticket),
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    }
    const failures = await writeTogether([put, recordEvent(change.event), holdNumber(number, id), ...extra(change)])
    if (!failures) {
      metrics.addMetric('TicketsCreated', MetricUnit.Count, 1)
      metrics.publishStoredMetrics()
      return change
    }
    const isOnlyNumber = failures.every((failure, place) => failure === undefined || place === NUMBER)
    if (!isOnlyNumber) throw new ReplayError()
  }
  throw new Error(`no free number for ticket ${id}`)
}

/** Rings when triage has had its time, so that a ticket is never held up by it; the minute sweep does so too. */
export const ringAfterTriage = async (department_id: string, ticket_id: string): Promise<void> => {
  const bell: QueueBell = { department_id, ticket_id }
  await queues.send(
    new SendMessageCommand({
      QueueUrl: setting('TICKET_QUEUE_URL'),
      MessageBody: JSON.stringify(bell),
      DelaySeconds: TRIAGE_PATIENCE_SECONDS,
    }),
  )
}
