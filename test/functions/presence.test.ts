import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { type LiveDesk, openLiveDesk } from '../support/live-desk.ts'
import { aSignedInUser, namedId } from '../support/tickets.ts'

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

/** A time at which the minute of grace that begins now is over. */
const inTwoMinutes = () => new Date(Date.now() + 120_000)

describe('presence', () => {
  it('starts a minute of grace whenever a socket of the user ends, the last one or not', async () => {
    await desk.connect('p1', agent)
    await desk.connect('p2', agent)
    for (const connectionId of ['p1', 'p2']) {
      const before = Date.now()
      await desk.disconnect(connectionId)
      const after = Date.now()
      const due = Date.parse(String(await desk.presenceTimer(agent.id)).split('#')[0] ?? '')
      expect(due).toBeGreaterThanOrEqual(before + 60_000)
      expect(due).toBeLessThanOrEqual(after + 60_000)
      expect(await desk.rowsOf(connectionId)).toEqual([])
    }
    expect(await presenceOf(agent.id)).toBe('online')
  })

  it('starts the minute before it deletes the socket, so that the minute runs even if it is interrupted', async () => {
    const { forgetConnection } = await import('../../functions/stores/connections.ts')
    await desk.connect('p9', agent)
    const crash = forgetConnection('p9', () => Promise.reject(new Error('out of time')))
    await expect(crash).rejects.toThrow('out of time')
    expect(await desk.rowsOf('p9')).not.toEqual([])
    await desk.disconnect('p9')
    expect(await desk.presenceTimer(agent.id)).toBeDefined()
  })

  it('is offline once the minute is over, and what it was when the user returns', async () => {
    const { becomeOffline } = await import('../../functions/use-cases/presence.ts')
    await desk.keepUser(agent, { presence: 'dnd' })
    await desk.connect('p3', agent)
    await desk.disconnect('p3')
    await becomeOffline(agent.id, inTwoMinutes())

    expect(await presenceOf(agent.id)).toBe('offline')
    expect(await desk.presenceTimer(agent.id)).toBeUndefined()
    await becomeOffline(agent.id, inTwoMinutes())

    await desk.connect('p4', agent)
    expect(await presenceOf(agent.id)).toBe('dnd')
  })

  it('stays if the user is back when the minute is over', async () => {
    const { becomeOffline } = await import('../../functions/use-cases/presence.ts')
    await desk.connect('p5', agent)
    await desk.disconnect('p5')
    await desk.connect('p6', agent)
    expect(await desk.presenceTimer(agent.id)).toBeUndefined()
    await becomeOffline(agent.id, inTwoMinutes())

    expect(await presenceOf(agent.id)).toBe('online')
  })

  it('stays if another socket is open when the minute is over', async () => {
    const { becomeOffline } = await import('../../functions/use-cases/presence.ts')
    await desk.connect('p10', agent)
    await desk.connect('p11', agent)
    await desk.disconnect('p10')
    await becomeOffline(agent.id, inTwoMinutes())

    expect(await presenceOf(agent.id)).toBe('online')
    expect(await desk.presenceTimer(agent.id)).toBeUndefined()
  })

  it('starts another minute for a socket that ends while an earlier minute is handled', async () => {
    const { becomeOffline } = await import('../../functions/use-cases/presence.ts')
    await desk.connect('p12', agent)
    await desk.disconnect('p12')
    await becomeOffline(agent.id, new Date())

    expect(await desk.presenceTimer(agent.id)).toBeDefined()
  })

  it('stays offline when a user returns who had chosen offline', async () => {
    await desk.keepUser(agent, { presence: 'offline' })
    await desk.connect('p7', agent)

    expect(await presenceOf(agent.id)).toBe('offline')
  })

  it('does not keep a socket from opening if the user is unknown', async () => {
    expect(await desk.connect('p8', aSignedInUser({ id: namedId('NOBODY') }))).toMatchObject({ statusCode: 200 })
  })
})
