import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { type LiveDesk, openLiveDesk } from '../support/live-desk.ts'
import { anId, aUser } from '../support/tickets.ts'

let desk: LiveDesk
let agent: SignedIn

beforeAll(async () => {
  desk = await openLiveDesk()
})
afterAll(() => desk.close())

beforeEach(async () => {
  desk.reset()
  ;({ agent } = await desk.keepPeople())
})

const presenceOf = async (userId: string) => {
  const { Item } = await desk.documents.send(
    new GetCommand({ TableName: 'AgentLoad', Key: { pk: `USER#${userId}`, sk: 'USER' } }),
  )
  return Item?.presence
}

describe('presence', () => {
  it('waits a minute after the last socket of a user, not after the others', async () => {
    await desk.connect('p1', agent)
    await desk.connect('p2', agent)
    await desk.disconnect('p1')
    expect(await desk.presenceTimer(agent.id)).toBeUndefined()

    const before = Date.now()
    await desk.disconnect('p2')
    const due = Date.parse(String(await desk.presenceTimer(agent.id)).split('#')[0] ?? '')
    expect(due - before).toBeGreaterThanOrEqual(60_000)
    expect(due - before).toBeLessThan(62_000)
    expect(await desk.rowsOf('p2')).toEqual([])
    expect(await presenceOf(agent.id)).toBe('online')
  })

  it('is offline once the minute is over, and returns with the user to what it was', async () => {
    const { becomeOffline } = await import('../../functions/stores/presence.ts')
    await desk.keepUser(agent, { presence: 'dnd' })
    await desk.connect('p3', agent)
    await desk.disconnect('p3')
    await becomeOffline(agent.id, new Date())

    expect(await presenceOf(agent.id)).toBe('offline')
    expect(await desk.presenceTimer(agent.id)).toBeUndefined()
    await becomeOffline(agent.id, new Date())

    await desk.connect('p4', agent)
    expect(await presenceOf(agent.id)).toBe('dnd')
  })

  it('stays if the user is back when the minute is over', async () => {
    const { becomeOffline } = await import('../../functions/stores/presence.ts')
    await desk.connect('p5', agent)
    await desk.disconnect('p5')
    await desk.connect('p6', agent)
    expect(await desk.presenceTimer(agent.id)).toBeUndefined()
    await becomeOffline(agent.id, new Date())

    expect(await presenceOf(agent.id)).toBe('online')
  })

  it('of somebody who was offline by choice does not come back by itself', async () => {
    await desk.keepUser(agent, { presence: 'offline' })
    await desk.connect('p7', agent)

    expect(await presenceOf(agent.id)).toBe('offline')
  })

  it('cannot keep a socket from opening', async () => {
    expect(await desk.connect('p8', aUser({ id: anId('N0B0DY') }))).toMatchObject({ statusCode: 200 })
  })
})
