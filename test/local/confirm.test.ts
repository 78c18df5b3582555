import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { confirm } from '../../bin/operator/confirm.ts'

const answered = (words: string): Promise<boolean> => {
  const input = new PassThrough()
  input.end(words)
  return confirm('Make them an admin?', input, new PassThrough())
}

it.each([
  ['y\n', true],
  ['Yes\n', true],
  ['n\n', false],
  ['\n', false],
  ['yellow\n', false],
  ['', false],
])('takes %j at the terminal for %s', async (words, isYes) => {
  expect(await answered(words)).toBe(isYes)
})
