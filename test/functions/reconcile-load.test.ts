import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, describe, expect, it } from 'vitest'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { aStoredAgent, aStoredDepartment, aWaitingTicket, storeDesk } from '../support/routing-records.ts'

const stopTables = await startEmbeddedTables()
Object.assign(process.env, { RATE_LIMIT: '0' })
const { documents, writeTogether } = await import('../../functions/stores/documents.ts')
const { handler } = await import('../../functions/schedules/reconcile-load.ts')
const { findAgent, showPresence } = await import('../../functions/stores/agents.ts')
const { peopleKeys } = await import('../../functions/stores/tables.ts')
const { repairActive } = await import('../../functions/stores/load-recount.ts')
afterAll(stopTables)

const own = aStoredDepartment('R1')
const wrong = aStoredAgent('Kai', own.id, { active: 5 })
const right = aStoredAgent('Lea', own.id, { active: 1 })
const heldBy = ({ id, name, department_id }: typeof wrong) =>
  ({ queue_state: 'assigned', assignee: { id, name, department_id } }) as const

const activeOf = async ({ department_id, id }: typeof wrong) => (await findAgent(department_id, id))?.active

describe('recounting the loads', () => {
  it('sets a load to the open, unmerged tickets that the agent carries, and leaves right ones alone', async () => {
    await storeDesk(documents, {
      departments: [own],
      agents: [wrong, right],
      tickets: [
        aWaitingTicket(1, own.id, heldBy(wrong)),
        aWaitingTicket(2, own.id, { ...heldBy(wrong), status: 'in_progress' }),
        aWaitingTicket(3, own.id, { ...heldBy(wrong), status: 'resolved', queue_state: 'done' }),
        aWaitingTicket(4, own.id, { ...heldBy(wrong), queue_state: 'done', merged_into: wrong.id }),
        aWaitingTicket(5, own.id, heldBy(right)),
      ],
    })

    await handler()

    expect(await activeOf(wrong)).toBe(2)
    expect(await activeOf(right)).toBe(1)
  })

  it('recounts the other departments when one cannot be read, and then throws', async () => {
    const unreadable = peopleKeys.agent(aStoredDepartment('R0').id, wrong.id)
    await storeDesk(documents, { departments: [aStoredDepartment('R0')], agents: [{ ...wrong, active: 5 }] })
    await documents.send(new PutCommand({ TableName: 'AgentLoad', Item: { ...unreadable, active: 'many' } }))

    await expect(handler()).rejects.toThrow('1 of 2 departments were not recounted')

    expect(await activeOf(wrong)).toBe(2)
    await documents.send(new DeleteCommand({ TableName: 'AgentLoad', Key: unreadable }))
  })

  it('changes nothing if a claim came in between', async () => {
    expect(await repairActive(right, 7, 0)).toBe(false)
    expect(await activeOf(right)).toBe(1)
  })
})

describe('an agent whose removal was interrupted', () => {
  it('has the presence of their user record in their department again', async () => {
    const department = aStoredDepartment('R2')
    const [stranded, away] = [
      aStoredAgent('Mia', department.id),
      aStoredAgent('Ole', department.id, { presence: 'dnd' }),
    ]
    await storeDesk(documents, { departments: [department], agents: [stranded, away], tickets: [] })
    await writeTogether([showPresence(stranded, 'offline')])

    await handler()

    expect((await findAgent(department.id, stranded.id))?.presence).toBe('online')
    expect((await findAgent(department.id, away.id))?.presence).toBe('dnd')
  })
})
