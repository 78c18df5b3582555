import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectedWait, type Traffic } from '../../functions/domain/merge/waits.ts'
import { newRandom } from '../../functions/domain/simulation/scenario.ts'
import { erlangC } from '../../functions/domain/staffing.ts'

const aDesk: Traffic = { slots: 10, active: 10, waiting: 0, arrivals_per_hour: 8, handle_seconds: 3_600 }

/** Traffic that offers so much of what the slots can hold. */
const atLoad = (load: number, slots: number, handle_seconds: number): Traffic => ({
  ...aDesk,
  slots,
  active: slots,
  handle_seconds,
  arrivals_per_hour: (load * slots * 3_600) / handle_seconds,
})

const HOURS = 3_000

/** Mean wait of an hour's tickets, by playing many such hours ticket by ticket, each with so many slots taken at first. */
const playedWait = ({ slots, arrivals_per_hour, handle_seconds }: Traffic, taken: number): number => {
  const random = newRandom(5)
  const exponential = (mean: number): number => -mean * Math.log(1 - random())
  let waited = 0
  let tickets = 0
  for (let hour = 0; hour < HOURS; hour += 1) {
    const freeAt = Array.from({ length: slots }, (_, slot) => (slot < taken ? exponential(handle_seconds) : 0))
    for (let now = exponential(3_600 / arrivals_per_hour); now < 3_600; now += exponential(3_600 / arrivals_per_hour)) {
      const soonest = Math.min(...freeAt)
      const start = Math.max(now, soonest)
      freeAt[freeAt.indexOf(soonest)] = start + exponential(handle_seconds)
      waited += start - now
      tickets += 1
    }
  }
  return waited / tickets
}

describe('the wait that traffic makes', () => {
  it('never falls when more tickets come, and makes no jump where the slots are just enough', () => {
    const waits = [0, 5, 9, 9.9, 9.99, 10, 10.01, 10.5, 12].map((arrivals_per_hour) =>
      expectedWait({ ...aDesk, arrivals_per_hour }),
    )

    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
    expect((waits[5] ?? 0) - (waits[4] ?? 0)).toBeLessThan(5)
    expect((waits[6] ?? 0) - (waits[5] ?? 0)).toBeLessThan(5)
    expect(waits[5]).toBeLessThan(3_600 / 2)
  })

  it('never falls with traffic, handling time or queue, nor rises with slots, whatever the desk', () => {
    const anyDesk = fc.record({
      slots: fc.integer({ min: 1, max: 60 }),
      active: fc.nat(60),
      waiting: fc.nat(30),
      arrivals_per_hour: fc.double({ min: 0, max: 200, noNaN: true }),
      handle_seconds: fc.integer({ min: 1, max: 20_000 }),
    })
    const more = fc.constantFrom('active', 'waiting', 'arrivals_per_hour', 'handle_seconds')
    const least = 1e-6
    fc.assert(
      fc.property(anyDesk, more, fc.double({ min: 0, max: 3, noNaN: true }), (desk, name, extra) => {
        const wait = expectedWait(desk)
        expect(wait).toBeGreaterThanOrEqual(0)
        expect(expectedWait({ ...desk, [name]: desk[name] + extra })).toBeGreaterThanOrEqual(wait - least)
        expect(expectedWait({ ...desk, slots: desk.slots + 1 })).toBeLessThanOrEqual(wait + least)
      }),
    )
  })

  it.each([
    [14, 180, 0.714],
    [10, 600, 0.5],
    [30, 600, 0.7],
  ])('is about Erlang C’s while the slots suffice: %i slots, %i seconds, load %f', (slots, handle_seconds, load) => {
    const traffic = atLoad(load, slots, handle_seconds)
    const { asa_seconds } = erlangC({ ...traffic, agents: slots, target_seconds: 0 })

    expect(expectedWait(traffic) / asa_seconds).toBeGreaterThan(0.9)
    expect(expectedWait(traffic) / asa_seconds).toBeLessThanOrEqual(1)
  })

  it('is about half of the queue’s growth in the hour if far more tickets come than the slots can hold', () => {
    expect(expectedWait(atLoad(3, 10, 600)) / 3_600).toBeCloseTo(1, 1)
  })

  it.each([1, 3, 10].flatMap((slots) => [180, 600, 1_800].map((handle_seconds) => [slots, handle_seconds] as const)))(
    'lies between played hours that begin free and full: %i slots, %i seconds',
    (slots, handle_seconds) => {
      for (const load of [0.5, 0.85, 1, 1.2, 2]) {
        const traffic = atLoad(load, slots, handle_seconds)
        expect(expectedWait(traffic)).toBeGreaterThan(0.85 * playedWait(traffic, 0))
        expect(expectedWait(traffic)).toBeLessThan(1.1 * playedWait(traffic, slots))
      }
    },
  )
})

it('serves what already queues first', () => {
  const queue = { ...aDesk, arrivals_per_hour: 0, waiting: 5 }

  expect(expectedWait(queue)).toBeCloseTo((5 * 3_600) / 10, 9)
  expect(expectedWait({ ...queue, active: 5 })).toBe(0)
})
