import { describe, expect, it } from 'vitest'
import { tables } from '../../functions/stores/tables.ts'
import { conflicted } from './database/errors.ts'
import { newDatabaseModel, type Row } from './database-model.ts'

const AGENT = { pk: 'DEPARTMENT#1', sk: 'AGENT#1' }
const [{ name: INDEX, partitionKey, sortKey }] = tables.AgentLoad.indexes

/** A row in the table's index, sorted by `place`. */
const row = (place: number, more: object = {}): Row => ({
  pk: 'DEPARTMENT#1',
  sk: `AGENT#${place}`,
  [partitionKey]: 'AGENT',
  [sortKey]: String(place),
  ...more,
})

const newDatabase = () => {
  const model = newDatabaseModel(tables)
  const put = (Item: object) => model.execute('Put', { TableName: 'AgentLoad', Item })
  const placesAt = (asOf: number | undefined, more: object = {}) => {
    const { Items } = model.execute(
      'Query',
      {
        TableName: 'AgentLoad',
        IndexName: INDEX,
        KeyConditionExpression: `${partitionKey} = :kind`,
        ExpressionAttributeValues: { ':kind': 'AGENT' },
        ...more,
      },
      asOf === undefined ? {} : { asOf },
    ) as { readonly Items: readonly Row[] }
    return Items.map((item) => item[sortKey])
  }
  return { model, put, placesAt }
}

describe('reads of an earlier moment', () => {
  it('an index shows rows as they stood in it then: none that came later, and those that have gone since', () => {
    const { model, put, placesAt } = newDatabase()
    put(row(1))
    put(row(2))
    const moment = model.moment()
    put(row(3))
    put({ ...row(1), [sortKey]: '9' })
    model.execute('Delete', { TableName: 'AgentLoad', Key: { pk: 'DEPARTMENT#1', sk: 'AGENT#2' } })

    expect(placesAt(undefined)).toEqual(['3', '9'])
    expect(placesAt(moment)).toEqual(['1', '2'])
    expect(placesAt(moment, { ScanIndexForward: false, Limit: 1 })).toEqual(['2'])
    expect(placesAt(0)).toEqual([])
  })

  it('a row is read as it was, unless the read is to be consistent', () => {
    const { model, put } = newDatabase()
    put({ ...AGENT, active: 1 })
    const moment = model.moment()
    put({ ...AGENT, active: 2 })
    put({ ...AGENT, active: 3 })
    const read = (more: object) =>
      model.execute('Get', { TableName: 'AgentLoad', Key: AGENT, ...more }, { asOf: moment })

    expect(read({})).toEqual({ Item: { ...AGENT, active: 1 } })
    expect(read({ ConsistentRead: true })).toEqual({ Item: { ...AGENT, active: 3 } })
  })
})

describe('an index of keys alone', () => {
  it('gives keys alone, to a filter too', () => {
    const { model } = newDatabase()
    const index = tables.Tickets.indexes.find(({ projection }) => projection === 'KEYS_ONLY')
    if (!index) throw new Error('there is no such index')
    const keys = { pk: 'TICKET#1', sk: 'TICKET', [index.partitionKey]: 'a', [index.sortKey]: '1' }
    model.execute('Put', { TableName: 'Tickets', Item: { ...keys, type: 'other' } })
    const read = (more: object, values: object) =>
      model.execute('Query', {
        TableName: 'Tickets',
        IndexName: index.name,
        KeyConditionExpression: `${index.partitionKey} = :key`,
        ExpressionAttributeValues: { ':key': 'a', ...values },
        ...more,
      })

    expect(read({}, {})).toMatchObject({ Items: [keys] })
    expect(read({ FilterExpression: 'type = :type' }, { ':type': 'other' })).toMatchObject({
      Items: [],
      ScannedCount: 1,
    })
  })
})

describe('rows that are handed out', () => {
  it('cannot be changed, and what was handed in can be without changing them', () => {
    const { model, put } = newDatabase()
    const given = { ...AGENT, skills: ['java'], user: { name: 'Ada' } }
    put(given)
    given.skills.push('go')
    given.user.name = 'Bob'
    const { Item } = model.execute('Get', { TableName: 'AgentLoad', Key: AGENT }) as {
      readonly Item: { skills: string[]; user: { name: string } }
    }

    expect(Item).toEqual({ ...AGENT, skills: ['java'], user: { name: 'Ada' } })
    expect(() => Item.skills.push('go')).toThrow(TypeError)
    expect(() => {
      Item.user.name = 'Bob'
    }).toThrow(TypeError)
  })

  it('are told to listeners when the whole transaction is done', () => {
    const { model } = newDatabase()
    const seen: number[] = []
    model.onChange(() => seen.push([...model.rows('AgentLoad')].length))
    model.execute('TransactWrite', {
      TransactItems: [row(1), row(2)].map((Item) => ({ Put: { TableName: 'AgentLoad', Item } })),
    })

    expect(seen).toEqual([2, 2])
  })
})

describe('what the model is not', () => {
  it.each(['size(skills) > :n', 'contains(skills, :n)', 'active <> :n', 'skills[0] = :n'])(
    'it refuses a condition that it does not know: %s',
    (ConditionExpression) => {
      const { model } = newDatabase()
      const Item = { ...AGENT }
      const said = { ConditionExpression, ExpressionAttributeValues: { ':n': 1 } }
      expect(() => model.execute('Put', { TableName: 'AgentLoad', Item, ...said })).toThrow(/the model/)
    },
  )

  it('it refuses operations and values that the product does not use', () => {
    const { model, put } = newDatabase()
    expect(() => model.execute('Scan', { TableName: 'AgentLoad' })).toThrow('the model does not know Scan')
    expect(() => put({ ...AGENT, skills: new Set(['java']) })).toThrow('the model stores no Set')
    expect(() => put({ ...AGENT, active: Number.NaN })).toThrow('the model stores no NaN')
  })

  it('it orders texts by UTF-16, where DynamoDB orders them by UTF-8: they differ beyond U+D7FF only', () => {
    const { put, placesAt } = newDatabase()
    put({ ...row(1), [sortKey]: '\u{1F600}' })
    put({ ...row(2), [sortKey]: '\uFFFD' })
    expect(placesAt(undefined)).toEqual(['\u{1F600}', '\uFFFD'])
  })

  it('it has no conflicts of its own: they are made for the place where they are wanted', () => {
    expect(conflicted(3, 1).CancellationReasons?.map(({ Code }) => Code)).toEqual([
      'None',
      'TransactionConflict',
      'None',
    ])
  })
})
