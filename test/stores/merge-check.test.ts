import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { DepartmentLoad } from '../../functions/contracts/department.ts'
import type { StoredDepartment } from '../../functions/domain/department.ts'
import { SYSTEM } from '../../functions/domain/ticket/change.ts'
import { peopleKeys } from '../../functions/stores/tables.ts'
import { NOW } from '../support/clock.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { aStoredAgent, aStoredDepartment, aWaitingTicket, storeDesk } from '../support/routing-records.ts'
import { anAssignedTicket, namedId } from '../support/tickets.ts'

const stopTables = await startEmbeddedTables()
const { documents } = await import('../../functions/stores/documents.ts')
const { listEvents } = await import('../../functions/stores/events.ts')
const { checkMerges } = await import('../../functions/use-cases/merge-check.ts')
const { standingPlans } = await import('../../functions/stores/merge-plans.ts')
const { recordPressure } = await import('../../functions/stores/pressure.ts')
afterAll(stopTables)

const minutesLater = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000)

let names = 0
let departments: StoredDepartment[] = []
/** A department whose one agent carries `active` of ten possible tickets, while `waiting` tickets wait. */
const aDesk = async (active: number, waiting: number, settings: Partial<StoredDepartment> = {}) => {
  names += 1
  const own = aStoredDepartment(`C${names}`, settings)
  const line = Array.from({ length: waiting }, (_none, n) => aWaitingTicket(names * 100 + n, own.id))
  await storeDesk(documents, {
    departments: [own],
    agents: [aStoredAgent(`${own.name}A`, own.id, { capacity: 10, active })],
    tickets: line,
  })
  departments.push(own)
  return { own, line }
}
/** 60 tickets within the hour, 58 minutes of work each: a department that shares its agents would have to wait. */
const keepBusy = ({ id }: StoredDepartment) =>
  storeDesk(documents, {
    tickets: Array.from({ length: 60 }, (_none, n) =>
      anAssignedTicket({
        id: namedId(`BUSY${n}`),
        department_id: id,
        status: 'resolved',
        queue_state: 'done',
        created_at: minutesLater(-59).toISOString(),
        assigned_at: minutesLater(-59).toISOString(),
        resolved_at: minutesLater(-1).toISOString(),
      }),
    ),
  })
/** Changes how many tickets the agent carries; no line depends on that. */
const setActive = ({ id, name }: StoredDepartment, active: number) =>
  storeDesk(documents, { agents: [aStoredAgent(`${name}A`, id, { capacity: 10, active })] })
const load = (pressure: number): DepartmentLoad => ({
  agents_online: 1,
  active: 10,
  capacity: 10,
  waiting: 0,
  utilisation: 1,
  pressure,
})
const check = (by: 'schedule' | 'hand', minutes = 0) => checkMerges(by, SYSTEM, minutesLater(minutes))
const statesOf = (plans: readonly { readonly state: string }[]) => plans.map(({ state }) => state)
const typesOf = async (subject: string) => (await listEvents(subject)).map(({ type }) => type)

afterEach(async () => {
  for (const { id } of departments) {
    await documents.send(new DeleteCommand({ TableName: 'AgentLoad', Key: peopleKeys.department(id) }))
  }
  departments = []
})

describe('a check for merges', () => {
  it('by hand proposes what the present load calls for, with the tickets to share and both waits', async () => {
    const busy = await aDesk(10, 4)
    const free = await aDesk(0, 0)

    const [plan] = await check('hand')

    expect(plan).toMatchObject({
      state: 'proposed',
      source_department_id: busy.own.id,
      target_department_id: free.own.id,
      pressure: { source: 1.4, target: 0 },
      ticket_ids: busy.line.map(({ id }) => id),
      expires_at: minutesLater(60).toISOString(),
    })
    const { before, after } = plan?.predicted ?? {}
    expect(after?.source_wait_seconds).toBeLessThan(before?.source_wait_seconds ?? 0)
    expect(await listEvents(`MERGE#${plan?.id}`)).toMatchObject([
      { type: 'merge_proposed', seq: 1, data: { department_id: busy.own.id, target_department_id: free.own.id } },
    ])
  })

  it('proposes once, however many checks run at once, and shows the standing plan again', async () => {
    const busy = await aDesk(10, 4)
    const free = await aDesk(0, 0)

    await Promise.all([check('hand'), check('hand'), check('hand')])

    const [plan, ...others] = await standingPlans([busy.own.id, free.own.id])
    expect(others).toEqual([])
    expect(await check('hand', 1)).toEqual([plan])
    expect(await typesOf(`MERGE#${plan?.id}`)).toEqual(['merge_proposed'])
  })

  it('on schedule believes an overload only if a sample of five minutes ago shows it too', async () => {
    const busy = await aDesk(10, 4)
    await aDesk(0, 0)
    await recordPressure(busy.own, load(1.4), minutesLater(-4))
    expect(await check('schedule')).toEqual([])

    expect(statesOf(await check('schedule', 1))).toEqual(['proposed'])
  })

  it('applies at once if the source merges without asking, ends after an hour, and then cools down', async () => {
    const busy = await aDesk(10, 4, { auto_merge: true })
    const free = await aDesk(0, 0)
    await recordPressure(busy.own, load(1.4), minutesLater(-5))
    const [plan] = await check('schedule')
    expect(plan).toMatchObject({ state: 'applied', applied_at: NOW.toISOString(), decided_by: null })

    await setActive(free.own, 10)
    expect(statesOf(await check('schedule', 59))).toEqual(['applied'])
    const [ended] = await check('schedule', 60)
    expect(ended).toMatchObject({ state: 'ended', ended_at: minutesLater(60).toISOString() })
    expect(ended?.reason).toContain('is busy itself')

    await setActive(free.own, 0)
    await recordPressure(busy.own, load(1.4), minutesLater(80))
    expect(await check('schedule', 89)).toEqual([])
    expect(statesOf(await check('schedule', 91))).toEqual(['applied'])
    expect(await typesOf(`MERGE#${plan?.id}`)).toEqual(['merge_proposed', 'merge_applied', 'merge_ended'])
  })

  it('applies a plan to the line of that moment, once the source is set to merge without asking', async () => {
    const busy = await aDesk(10, 4)
    await aDesk(0, 0)
    const [proposed] = await check('hand')
    const late = aWaitingTicket(names * 100 + 99, busy.own.id)
    await storeDesk(documents, { departments: [{ ...busy.own, auto_merge: true }], tickets: [late] })

    const [applied] = await check('hand', 30)

    expect(applied).toMatchObject({ id: proposed?.id, state: 'applied' })
    expect(applied?.ticket_ids).toEqual([...busy.line, late].map(({ id }) => id))
    expect(applied?.predicted.before.source_wait_seconds).toBeGreaterThan(
      proposed?.predicted.before.source_wait_seconds ?? Number.POSITIVE_INFINITY,
    )
  })

  it('leaves a merge that makes the source wait longer to a person, and says so, even with auto_merge', async () => {
    await aDesk(10, 4, { auto_merge: true })
    const free = await aDesk(0, 0)
    await keepBusy(free.own)

    const [plan] = await check('hand')

    const { before, after } = plan?.predicted ?? {}
    expect(after?.source_wait_seconds).toBeGreaterThan(before?.source_wait_seconds ?? Number.POSITIVE_INFINITY)
    expect(plan).toMatchObject({ state: 'proposed', reason: expect.stringContaining('so a person decides') })
    // Half an hour later the merge would help, but the plan still waits for a person.
    expect(await check('hand', 30)).toEqual([plan])
  })

  it('leaves a plan to a person if it would now make the source wait longer', async () => {
    const busy = await aDesk(10, 4)
    const free = await aDesk(0, 0)
    const [plan] = await check('hand')
    await storeDesk(documents, { departments: [{ ...busy.own, auto_merge: true }] })
    await keepBusy(free.own)

    expect(await check('hand', 1)).toEqual([plan])
  })

  it('lets a plan that the sweep has missed expire, and may then propose a new one', async () => {
    await aDesk(10, 4)
    await aDesk(0, 0)
    await check('hand')

    expect(statesOf(await check('hand', 60))).toEqual(['expired', 'proposed'])
  })
})

describe('an overload', () => {
  const announced = async ({ id }: StoredDepartment) =>
    (await listEvents(`PRESSURE#${id}`)).map(({ at, data }) => [at, data.lasting])

  it('is announced when it begins and when it has lasted five minutes, never each minute', async () => {
    const { own } = await aDesk(0, 0)
    for (let minute = 0; minute < 20; minute += 1) {
      await recordPressure(own, load(minute < 2 ? 1 : 1.3), minutesLater(minute))
      await recordPressure(own, load(1.3), minutesLater(minute + 0.5))
    }

    expect(await announced(own)).toEqual([
      [minutesLater(2).toISOString(), false],
      [minutesLater(7).toISOString(), true],
    ])
  })

  it('is announced again only after the department has had room', async () => {
    const { own } = await aDesk(0, 0)
    for (const [minute, pressure] of [1.3, 1.1, 1.3, 0.9, 1.3].entries()) {
      await recordPressure(own, load(pressure), minutesLater(minute))
    }

    expect(await announced(own)).toEqual([
      [minutesLater(0).toISOString(), false],
      [minutesLater(4).toISOString(), false],
    ])
  })
})
