import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import type { EventRecord } from '../contracts/events.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import { Category, Priority, Triage } from '../contracts/triage.ts'
import { TOMBSTONE } from '../domain/people.ts'
import { labelFrom, type TriageLabel } from '../domain/triage/label.ts'
import { documents, tableNamed, type Write } from './documents.ts'
import { queryFirst } from './queries.ts'
import { insightKeys, type Key } from './tables.ts'

const Row = z.object({
  ticket_id: z.string(),
  text: z.string(),
  category: Category.exactOptional(),
  priority: Priority.exactOptional(),
  verdict: z.enum(['accepted', 'modified', 'rejected', 'changed']),
  suggested: Triage.pick({
    suggested_category: true,
    suggested_priority: true,
    confidence: true,
    source: true,
    model: true,
    prompt_version: true,
  }).nullable(),
  labelled_by: z.string(),
  labelled_at: z.string(),
})

/** The write of a label, for the transaction of the decision that it records. */
export const putLabel = (label: TriageLabel): Write => ({
  Put: {
    TableName: tableNamed('Insight'),
    Item: { ...insightKeys.label(label.labelled_at, label.ticket_id), ...label },
  },
})

/**
 * The label that an agent gives by changing a ticket's category or priority by hand; none if neither changed.
 *
 * @returns writes for the transaction of that change
 */
export const labelOf = (before: TicketState, after: TicketState, by: string, now: Date): readonly Write[] =>
  before.category === after.category && before.priority === after.priority
    ? []
    : [putLabel(labelFrom(after, { verdict: 'changed', by, now }))]

/** Whether an event may have a label: a label is written in the transaction of its event, with the same time. */
const mayTeach = ({ type, changes }: EventRecord): boolean =>
  type === 'triage_decided' || 'category' in changes || 'priority' in changes

/**
 * Erases a ticket's text from its labels. The decisions stay, for the scoreboard; models no longer learn from them.
 *
 * @param events the ticket's
 */
export const eraseLabels = async (ticketId: string, events: readonly EventRecord[]): Promise<void> => {
  for (const { at } of events.filter(mayTeach)) {
    try {
      await documents.send(
        new UpdateCommand({
          TableName: tableNamed('Insight'),
          Key: insightKeys.label(at, ticketId),
          UpdateExpression: 'SET #text = :erased',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#text': 'text' },
          ExpressionAttributeValues: { ':erased': TOMBSTONE },
        }),
      )
    } catch (error) {
      // This event has no label: a policy decided, not a person.
      if (!(error instanceof ConditionalCheckFailedException)) throw error
    }
  }
}

/** A label with its place in the order of all labels. */
export interface PlacedLabel extends TriageLabel {
  readonly place: string
}

/** Before the first label. */
const FIRST_PLACE = 'LABEL#'
/** After every possible label. */
const LAST_PLACE = 'LABEL$'
const { pk: LABELS }: Key = insightKeys.label('', '')

/** The newest `count` labels up to a place, oldest first. @param until included; undefined for all */
export const newestLabels = async (count: number, until: string | undefined): Promise<PlacedLabel[]> => {
  const query = {
    TableName: tableNamed('Insight'),
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: { ':pk': LABELS, ':first': FIRST_PLACE, ':last': until ?? LAST_PLACE },
    ScanIndexForward: false,
  }
  const rows = await queryFirst(query, count)
  return rows.map((row) => ({ ...Row.parse(row), place: String(row.sk) })).reverse()
}
