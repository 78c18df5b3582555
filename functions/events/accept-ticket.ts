import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { SQSHandler } from 'aws-lambda'
import * as z from 'zod'
import { busEnvelope, TicketRequested } from '../contracts/events.ts'
import { DEFAULT_CATEGORY, openTicket } from '../domain/ticket.ts'
import { setting } from '../platform/env.ts'
import { derivedId } from '../platform/ids.ts'
import { logger } from '../platform/log.ts'
import { queueHandler } from '../platform/queue.ts'
import { departmentOfCategory } from '../stores/departments.ts'
import { ExtraWriteRefusedError, tableNamed, type Write } from '../stores/documents.ts'
import { ticketKeys } from '../stores/tables.ts'
import { ringAfterTriage, takeIn } from '../use-cases/new-ticket.ts'

const queues = new SQSClient({})

const Envelope = busEnvelope(z.unknown())
type Envelope = z.infer<typeof Envelope>

const rememberRequest = (source: string, requestId: string, ticketId: string): Write => ({
  Put: {
    TableName: tableNamed('Tickets'),
    Item: { ...ticketKeys.request(source, requestId), ticket_id: ticketId },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
})

/** A request that can never become a ticket is set aside with the reason, for people to look at. */
const setAside = async (envelope: Envelope, reason: string): Promise<void> => {
  await queues.send(
    new SendMessageCommand({
      QueueUrl: setting('INTAKE_DLQ_URL'),
      MessageBody: JSON.stringify(envelope),
      MessageAttributes: { reason: { DataType: 'String', StringValue: reason.slice(0, 1_000) } },
    }),
  )
  logger.warn('ticket request set aside', { source: envelope.source, reason })
}

const reasonOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.') || 'detail'}: ${message}`).join('; ')

/** Takes in a ticket that another service asked for on the bus; the same request twice is one ticket. */
export const handler: SQSHandler = queueHandler(Envelope, async (envelope) => {
  const request = TicketRequested.safeParse(envelope.detail)
  if (!request.success) return setAside(envelope, reasonOf(request.error))

  const { request_id, requester, ...asked } = request.data
  const { source } = envelope
  const now = new Date()
  const id = derivedId(new Date(envelope.time), source, request_id)
  const department = await departmentOfCategory(asked.category ?? DEFAULT_CATEGORY)
  const actor = { kind: 'system', id: source, name: source } as const
  const happening = { event_id: derivedId(now, id, 'ticket_created'), actor, now }
  const opening = { id, requester: { id: null, ...requester }, source: 'event', department } as const
  try {
    await takeIn(
      id,
      (number) => openTicket(asked, { ...opening, number }, happening),
      () => [rememberRequest(source, request_id, id)],
    )
  } catch (error) {
    if (error instanceof ExtraWriteRefusedError) return
    throw error
  }
  await ringAfterTriage(department.id, id)
})
