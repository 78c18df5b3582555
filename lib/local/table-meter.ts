/** What one call consumed of one table with its indexes, in the units that AWS bills. */
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

/** As a member of the answer; within a text its quotes would be escaped. */
const MEMBER = '"ConsumedCapacity":'
const ASKED = '"ReturnConsumedCapacity"'
/** One table's units, or a list of them: without objects within, as the total of a table and its indexes is asked for. */
const VALUE = /^(?:\{[^}]*\}|\[[^\]]*\])/

/** The same call, which also asks what it consumes; calls that consume nothing, or ask themselves, stay as they are. */
export const askForUnits = (operation: string, body: Buffer | string): Buffer | string => {
  if (KINDS[operation] === undefined || body.includes(ASKED)) return body
  return `{"ReturnConsumedCapacity":"TOTAL",${body.toString().trimStart().slice(1)}`
}

/** What an answer says that its call consumed: nothing of calls that were refused. */
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
