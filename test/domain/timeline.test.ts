import fc from 'fast-check'
import { expect, it } from 'vitest'
import { newTimeline } from '../../functions/domain/simulation/timeline.ts'

it('returns events in the order of their times, and those of one time in the order in which they were planned', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (times) => {
      const timeline = newTimeline<number>()
      for (const [place, at] of times.entries()) timeline.plan(at, place)
      const happened = times.map(() => timeline.next())

      const expected = times.map((at, place) => ({ at, event: place })).toSorted((a, b) => a.at - b.at)
      expect(happened.map((one) => one && { at: one.at, event: one.event })).toEqual(expected)
      expect(timeline.next()).toBeUndefined()
    }),
  )
})

it('takes new plans while it runs', () => {
  const timeline = newTimeline<string>()
  timeline.plan(3, 'last')
  timeline.plan(1, 'first')
  expect(timeline.next()?.event).toBe('first')
  timeline.plan(2, 'between')
  expect(timeline.next()?.event).toBe('between')
  expect(timeline.next()?.event).toBe('last')
})
