import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { Classification } from '../contracts/triage.ts'
import { documents, tableNamed } from './documents.ts'
import { connectionKeys } from './tables.ts'

/** How long a model's classification of a text may be reused. */
const LIFETIME_SECONDS = 3_600

/** How many classifications one instance remembers; the oldest is dropped first. */
const REMEMBERED = 500

const Row = Classification.strip().extend({ expires_at: z.number() })
type Row = z.infer<typeof Row>

const remembered = new Map<string, Row>()

const remember = (hash: string, row: Row): void => {
  remembered.set(hash, row)
  const [oldest] = remembered.keys()
  if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest)
}

/** DynamoDB may delete expired rows hours late. */
const isCurrent = ({ expires_at }: Row): boolean => expires_at * 1_000 > Date.now()

/**
 * The classification of the text with this hash, if made in the last hour: from this instance's memory, else from the
 * table.
 */
export const findClassification = async (hash: string): Promise<Classification | undefined> => {
  const known = remembered.get(hash) ?? (await readClassification(hash))
  if (!known || !isCurrent(known)) return undefined
  remember(hash, known)
  const { expires_at: _ends, ...classification } = known
  return classification
}

const readClassification = async (hash: string): Promise<Row | undefined> => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableNamed('Connections'), Key: connectionKeys.classification(hash) }),
  )
  return Item && Row.parse(Item)
}

export const keepClassification = async (hash: string, classification: Classification): Promise<void> => {
  const row = { ...classification, expires_at: Math.floor(Date.now() / 1_000) + LIFETIME_SECONDS }
  remember(hash, row)
  await documents.send(
    new PutCommand({
      TableName: tableNamed('Connections'),
      Item: { ...connectionKeys.classification(hash), ...row },
    }),
  )
}
