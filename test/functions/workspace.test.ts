import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { callApi } from '../support/call-api.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { aSignedInUser, namedId } from '../support/tickets.ts'

const admin = aSignedInUser({ id: namedId('ADMIN'), role: 'admin', name: 'Vera' })
const agent = aSignedInUser({ id: namedId('AGENT1') })
const colleague = aSignedInUser({ id: namedId('AGENT2') })

let stop: () => Promise<void>
let call: (request: Parameters<typeof callApi>[1]) => ReturnType<typeof callApi>
let historyOf: (subject: string) => Promise<readonly { type: string; seq: number; changes: object }[]>

beforeAll(async () => {
  stop = await startEmbeddedTables()
  const { handler } = await import('../../functions/api/departments.ts')
  const { listEvents } = await import('../../functions/stores/events.ts')
  call = (request) => callApi(handler, request)
  historyOf = listEvents
})
afterAll(() => stop())

describe('settings', () => {
  it('have defaults, are replaced as a whole, and leave an event each time', async () => {
    const { body: before } = await call({ route: 'getSettings', as: admin })
    expect(before).toMatchObject({ fallback_category: 'general', fallback_priority: 'medium', mail_digest: false })

    for (const fallback_priority of ['high', 'low']) {
      const next = { ...before, fallback_priority, skill_aliases: { js: 'javascript' } }
      expect((await call({ route: 'putSettings', as: admin, body: next })).body).toEqual(next)
      expect((await call({ route: 'getSettings', as: admin })).body).toEqual(next)
    }
    expect(await historyOf('SETTINGS')).toMatchObject([
      { type: 'settings_updated', seq: 1, changes: { fallback_priority: ['medium', 'high'] } },
      { type: 'settings_updated', seq: 2, changes: { fallback_priority: ['high', 'low'] } },
    ])
  })

  it('accept a rate limit up to 1,000,000,000, whatever the deployment’s', async () => {
    const { body } = await call({ route: 'getSettings', as: admin })

    expect((await call({ route: 'putSettings', as: admin, body: { ...body, rate_limit: 1_000_000_000 } })).status).toBe(
      200,
    )
    expect((await call({ route: 'putSettings', as: admin, body: { ...body, rate_limit: 1_000_000_001 } })).status).toBe(
      422,
    )
    expect((await call({ route: 'putSettings', as: admin, body })).status).toBe(200)
  })

  it('are known to every other instance once the change is answered', async () => {
    const { body } = await call({ route: 'getSettings', as: admin })
    vi.resetModules()
    const elsewhere = await import('../../functions/stores/settings.ts')
    const priorityThere = async () => (await elsewhere.getSettings()).fallback_priority
    expect(await priorityThere()).toBe(body.fallback_priority)
    await call({ route: 'putSettings', as: admin, body: { ...body, fallback_priority: 'critical' } })

    expect(await priorityThere()).toBe('critical')
  })

  it('leave a limit that no admin has changed to the deployment', async () => {
    const { body } = await call({ route: 'getSettings', as: admin })
    const limitAt = async (deployed: string) => {
      vi.stubEnv('RATE_LIMIT', deployed)
      return (await call({ route: 'getSettings', as: admin })).body.rate_limit
    }
    await call({ route: 'putSettings', as: admin, body: { ...body, mail_digest: true } })
    expect(await limitAt('8')).toBe(8)
    await call({ route: 'putSettings', as: admin, body: { ...body, rate_limit: 7 } })
    expect(await limitAt('9')).toBe(7)
  })

  it('are read and changed by admins only', async () => {
    const { body } = await call({ route: 'getSettings', as: admin })

    expect((await call({ route: 'getSettings', as: agent })).status).toBe(403)
    expect((await call({ route: 'putSettings', as: agent, body })).status).toBe(403)
  })
})

describe('canned replies', () => {
  it('are written, changed and removed by any member of staff', async () => {
    const reply = { title: 'Refund', body: 'We have refunded you.' }
    const { status, body } = await call({ route: 'createCannedReply', as: agent, body: reply })
    expect(status).toBe(201)
    expect(body).toMatchObject({ ...reply, created_by: agent.id })

    const params = { id: String(body.id) }
    const changed = await call({ route: 'patchCannedReply', as: colleague, params, body: { title: 'Refunded' } })
    expect(changed.body).toMatchObject({ title: 'Refunded', body: reply.body, created_by: agent.id })
    expect((await call({ route: 'listCannedReplies', as: agent })).body.items).toEqual([changed.body])

    expect((await call({ route: 'removeCannedReply', as: agent, params })).status).toBe(204)
    expect((await call({ route: 'removeCannedReply', as: agent, params })).status).toBe(404)
    expect((await call({ route: 'patchCannedReply', as: agent, params, body: { title: 'X' } })).status).toBe(404)
    expect((await call({ route: 'listCannedReplies', as: agent })).body.items).toEqual([])
  })
})

describe('saved views', () => {
  const save = async (shared: boolean) => {
    const { body } = await call({
      route: 'createView',
      as: agent,
      body: { name: shared ? 'Ours' : 'Mine', query: 'status=open', shared },
    })
    return { id: String(body.id) }
  }
  const idsSeenBy = async (as: typeof agent) =>
    (await call({ route: 'listViews', as })).body.items?.map(({ id }) => id) ?? []

  it('are visible only to their owner unless shared', async () => {
    const [mine, ours] = [await save(false), await save(true)]

    expect(await idsSeenBy(agent)).toEqual([mine.id, ours.id])
    expect(await idsSeenBy(colleague)).toEqual([ours.id])
  })

  it('move between own and shared', async () => {
    const params = await save(false)
    await call({ route: 'patchView', as: agent, params, body: { shared: true } })
    expect(await idsSeenBy(colleague)).toContain(params.id)

    await call({ route: 'patchView', as: agent, params, body: { shared: false } })
    expect(await idsSeenBy(colleague)).not.toContain(params.id)
    expect(await idsSeenBy(agent)).toContain(params.id)
  })

  it('are changed and removed by their owner or an admin; others do not even see private ones', async () => {
    const [mine, ours] = [await save(false), await save(true)]
    const rename = (as: typeof agent, params: { id: string }) =>
      call({ route: 'patchView', as, params, body: { name: 'Renamed' } })

    expect((await rename(colleague, mine)).status).toBe(404)
    expect((await rename(colleague, ours)).status).toBe(403)
    expect((await rename(admin, ours)).body).toMatchObject({ name: 'Renamed', owner_id: agent.id })
    expect((await call({ route: 'removeView', as: colleague, params: ours })).status).toBe(403)
    expect((await call({ route: 'removeView', as: agent, params: ours })).status).toBe(204)
    expect((await call({ route: 'removeView', as: agent, params: ours })).status).toBe(404)
  })
})
