import { expect, it, vi } from 'vitest'
import { type Line, newTurns } from '../../lib/local/turns.ts'

/** Queues these for the only turn, in this order. @returns the order in which they got it */
const orderOf = async (waiting: readonly (readonly [Line, string])[]): Promise<readonly string[]> => {
  const turns = newTurns(1)
  const endFirst = await turns.take('first')
  const order: string[] = []
  const all = waiting.map(async ([line, name]) => {
    const end = await turns.take(line)
    order.push(name)
    end()
  })
  endFirst()
  await Promise.all(all)
  return order
}

it('gives as many turns at once as there is room for, and the next when one ends', async () => {
  const turns = newTurns(2)
  const ends = await Promise.all([turns.take('first'), turns.take('second')])
  const begun: number[] = []
  const third = turns.take('first').then(() => begun.push(3))
  const fourth = turns.take('first').then(() => begun.push(4))

  await Promise.resolve()
  expect(begun).toEqual([])
  ends[0]()
  await third
  expect(begun).toEqual([3])
  ends[1]()
  await fourth
  expect(begun).toEqual([3, 4])
})

it('serves each line first come first served', async () => {
  expect(await orderOf([...'abc'].map((name) => ['second', name] as const))).toEqual(['a', 'b', 'c'])
  expect(await orderOf([...'abc'].map((name) => ['first', name] as const))).toEqual(['a', 'b', 'c'])
})

it('lets the first line go ahead of the second, which still gets every fourth turn', async () => {
  const order = await orderOf([
    ...[1, 2, 3].map((place) => ['second', `second ${place}`] as const),
    ...[1, 2, 3, 4, 5, 6, 7].map((place) => ['first', `first ${place}`] as const),
  ])
  expect(order).toEqual([
    ...['first 1', 'first 2', 'first 3', 'second 1'],
    ...['first 4', 'first 5', 'first 6', 'second 2'],
    ...['first 7', 'second 3'],
  ])
})

it('refuses those who wait when it closes, in both lines, and lets the current turn end', async () => {
  const turns = newTurns(1)
  const end = await turns.take('first')
  const waiting = [turns.take('first'), turns.take('second')]
  turns.close()
  for (const turn of waiting) await expect(turn).rejects.toThrow('the host is stopping')
  end()
  await expect(turns.take('second')).resolves.toBeTypeOf('function')
})

it('does not let a turn that lasts too long hold up others, and ends it only once', async () => {
  vi.useFakeTimers()
  try {
    const turns = newTurns(1, 1000)
    const endLong = await turns.take()
    const begun: string[] = []
    const waiting = ['second', 'third'].map(async (name) => {
      const end = await turns.take()
      begun.push(name)
      return end
    })
    await vi.advanceTimersByTimeAsync(999)
    expect(begun).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(begun).toEqual(['second'])

    endLong()
    await vi.advanceTimersByTimeAsync(0)
    expect(begun).toEqual(['second'])
    const endSecond = await waiting[0]
    endSecond?.()
    endSecond?.()
    await vi.advanceTimersByTimeAsync(0)
    expect(begun).toEqual(['second', 'third'])
  } finally {
    vi.useRealTimers()
  }
})
