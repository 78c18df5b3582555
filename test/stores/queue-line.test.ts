import { afterAll, describe, expect, it } from 'vitest'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { inLine, ownDepartment } from '../support/routing-lines.ts'
import { storeDesk } from '../support/routing-records.ts'

const stopTables = await startEmbeddedTables()
const { documents } = await import('../../functions/stores/documents.ts')
const { queuePositions } = await import('../../functions/stores/queue-line.ts')
afterAll(stopTables)

describe('the positions in line', () => {
  it('count from 1 in serving order', async () => {
    const own = ownDepartment()
    const line = inLine(3, own.id)
    await storeDesk(documents, { tickets: line.toReversed() })

    const positions = await queuePositions(line)

    expect(line.map(({ id }) => positions.get(id))).toEqual([1, 2, 3])
  })

  it('include a ticket that began to wait a moment ago, behind those before it', async () => {
    const own = ownDepartment()
    const [first, second, third] = inLine(3, own.id)
    if (!first || !second || !third) throw new Error('nobody waits')
    await storeDesk(documents, { tickets: [first, third] })
    expect([...(await queuePositions([first, third])).values()]).toEqual([1, 2])

    await storeDesk(documents, { tickets: [second] })

    expect([...(await queuePositions([first, second, third])).values()]).toEqual([1, 2, 3])
  })

  it('include a ticket that the index does not show yet, and one whose priority has just changed', async () => {
    const own = ownDepartment()
    const [first, second, unseen] = inLine(3, own.id)
    if (!first || !second || !unseen) throw new Error('nobody waits')
    await storeDesk(documents, { tickets: [first, second] })

    expect((await queuePositions([unseen])).get(unseen.id)).toBe(3)
    const pressing = { ...second, priority: 'critical' as const }
    expect((await queuePositions([pressing])).get(second.id)).toBe(1)
  })
})
