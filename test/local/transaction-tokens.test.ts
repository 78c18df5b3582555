import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { transactionTokens } from '../../lib/local/tables/transaction-tokens.ts'

const NOW = new Date('2026-03-02T09:00:00.000Z')
const minutesLater = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const body = Buffer.from('{"TransactItems":[]}')

/** A database that counts its transactions. */
const counting = (status = 200) => {
  let runs = 0
  const run = async () => {
    runs += 1
    return { status, body: Buffer.from(`run ${runs}`) }
  }
  return { run, runs: () => runs }
}

it('answers a repeated token as the first time, for ten minutes', async () => {
  const tokens = transactionTokens()
  const { run, runs } = counting()
  const answers = [0, 0, 9.9].map((minutes) => tokens.once('token', body, minutesLater(minutes), run))
  expect(await Promise.all(answers)).toEqual(Array(3).fill({ status: 200, body: 'run 1' }))
  expect(runs()).toBe(1)

  await tokens.once('token', body, minutesLater(10), run)
  expect(runs()).toBe(2)
})

it('refuses a token that comes with another body', async () => {
  const tokens = transactionTokens()
  const { run } = counting()
  await tokens.once('token', body, NOW, run)
  const other = () => tokens.once('token', Buffer.from('{}'), NOW, run)
  expect(other).toThrow('the token was used with another request')
})

it('forgets a transaction that failed', async () => {
  const tokens = transactionTokens()
  const { run, runs } = counting(400)
  await tokens.once('token', body, NOW, run)
  await setImmediate()
  await tokens.once('token', body, NOW, run)
  expect(runs()).toBe(2)
})

it('keeps answers as text: a buffer would hold the whole pool that it was cut from', async () => {
  const run = async () => ({ status: 200, body: Buffer.concat([Buffer.from('{"ConsumedCapacity":[]}')]) })
  const answer = await transactionTokens().once('token', body, NOW, run)
  expect(answer.body).toBe('{"ConsumedCapacity":[]}')
})
