import { expect, it } from 'vitest'
import { userIdOf } from '../../functions/domain/people.ts'

it("tells whose history an event belongs to, and that another subject's is nobody's", () => {
  expect(userIdOf({ subject: 'USER#ada' })).toBe('ada')
  expect(userIdOf({ subject: 'TICKET#ada' })).toBeUndefined()
})
