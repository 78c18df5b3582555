/** What one call consumed on one table and its indexes, in the units that AWS bills. */
export interface ConsumedUnits {
  readonly tableName: string
  readonly kind: 'Read' | 'Write'
  readonly units: number
}

const KINDS: Readonly<Record<string, ConsumedUnits['kind']>> = {
  BatchGetItem: 'Read',
  GetItem: 'Read',
  Query: 'Read',
  Scan: 'Read',
  TransactGetItems: 'Read',
  BatchWriteItem: 'Write',
  DeleteItem: 'Write',
  PutItem: 'Write',
  TransactWriteItems: 'Write',
  UpdateItem: 'Write',
}

/** A member of the answer itself: inside a string its quotes would be escaped. */
const MEMBER = '"ConsumedCapacity":'
const ASKED = '"ReturnConsumedCapacity"'
/**
 * One table's units, or a list of them: without nested objects, as only the total of a table and its indexes is
 * requested.
 */
const VALUE = /^(?:\{[^}]*\}|\[[^\]]*\])/

/**
 * The call's body, which then also requests its consumption; a call that consumes nothing or already requests it stays
 * as it is.
 */
export const askForUnits = (operation: string, body: Buffer | string): Buffer | string => {
  if (KINDS[operation] === undefined || body.includes(ASKED)) return body
  return `{"ReturnConsumedCapacity":"TOTAL",${body.toString().trimStart().slice(1)}`
}

/** The consumption that an answer reports; none for a refused call. */
export const consumedUnits = (operation: string, answer: Buffer): readonly ConsumedUnits[] => {
  const kind = KINDS[operation]
  const at = answer.lastIndexOf(MEMBER)
  if (kind === undefined || at < 0) return []
  const [value = '[]'] = VALUE.exec(answer.toString('utf8', at + MEMBER.length)) ?? []
  return [JSON.parse(value)].flat().map(({ TableName, CapacityUnits }) => ({
    tableName: TableName,
    kind,
    units: CapacityUnits,
  }))
}
