import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunningHost } from '../../lib/local/host.ts'
import { requirePackage, startSmallHost, temporaryFolder } from './small-host.ts'
import { arnOf, httpApi, permission, smallFunction, table } from './small-template.ts'

const WRITE_ROW = `
  const { DynamoDBClient, PutItemCommand, GetItemCommand } = ${requirePackage('@aws-sdk/client-dynamodb')}
  const client = new DynamoDBClient({})
  exports.handler = async (event) => {
    const { id } = event.pathParameters
    const Key = { pk: { S: id }, sk: { S: 'row' } }
    try {
      if (event.requestContext.http.method === 'PUT') {
        await client.send(new PutItemCommand({ TableName: process.env.ROWS_TABLE, Item: { ...Key, text: { S: event.body } } }))
        return { statusCode: 201 }
      }
      const { Item } = await client.send(new GetItemCommand({ TableName: process.env.ROWS_TABLE, Key }))
      return { statusCode: 200, body: Item.text.S }
    } catch (error) {
      return { statusCode: 500, body: error.name }
    }
  }`

const folder = temporaryFolder()
const resources = {
  ...table('Rows'),
  ...smallFunction({
    id: 'Rooms',
    variables: { ROWS_TABLE: { Ref: 'Rows' } },
    grants: [{ actions: ['dynamodb:PutItem', 'dynamodb:GetItem'], resource: arnOf('Rows') }],
  }),
  ...smallFunction({ id: 'Reader', bundle: 'rooms', variables: { ROWS_TABLE: { Ref: 'Rows' } } }),
  ...smallFunction({ id: 'Unreachable', bundle: 'rooms' }),
  ...httpApi({
    'PUT /api/rows/{id}': 'Rooms',
    'GET /api/rows/{id}': 'Rooms',
    'GET /api/refused/{id}': 'Reader',
    'GET /api/closed/{id}': 'Unreachable',
  }),
  ...permission('Rooms', 'apigateway.amazonaws.com'),
  ...permission('Reader', 'apigateway.amazonaws.com'),
}
const start = () => startSmallHost({ folder: folder.path, resources, handlers: { rooms: WRITE_ROW } })

let host: RunningHost
beforeAll(async () => {
  host = await start()
})
afterAll(async () => {
  await host.close()
  folder.remove()
})

const denials = async () => (await fetch(`${host.url}/_local/denials`)).json()

it('takes a request through a function to a table, and keeps the row over a restart', async () => {
  const put = await fetch(`${host.url}/api/rows/7`, { method: 'PUT', body: 'hello' })
  expect(put.status).toBe(201)

  await host.close()
  host = await start()
  expect(await (await fetch(`${host.url}/api/rows/7`)).text()).toBe('hello')
})

it('refuses what a function has no grant for, and lists it', async () => {
  const refused = await fetch(`${host.url}/api/refused/7`)
  expect(await refused.text()).toBe('AccessDeniedException')
  expect(await denials()).toContainEqual(expect.objectContaining({ function: 'Reader', action: 'dynamodb:GetItem' }))
})

it('refuses a route whose function the gateway has no permission for, and lists it', async () => {
  const closed = await fetch(`${host.url}/api/closed/7`)
  expect(closed.status).toBe(500)
  expect(await denials()).toContainEqual(expect.objectContaining({ action: 'lambda:InvokeFunction' }))
})

it('is quiet when nothing is running', async () => {
  expect((await fetch(`${host.url}/_local/quiet`)).status).toBe(200)
})

it('lets no second host take the data directory', async () => {
  await expect(async () => start()).rejects.toThrow('another host uses the data directory')
})
