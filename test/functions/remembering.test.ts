import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { remembering, rememberingOne } from '../../functions/platform/remembering.ts'

const LIFETIME_MS = 1_000

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A loader that counts its loads: the first value of `a` is `a1`, the next `a2`. */
const counting = () => {
  const loads = new Map<string, number>()
  return async (key: string): Promise<string> => {
    loads.set(key, (loads.get(key) ?? 0) + 1)
    return `${key}${loads.get(key)}`
  }
}

it('loads each key once for all calls within its lifetime, and again after it', async () => {
  const values = remembering(LIFETIME_MS, counting())
  expect(await Promise.all([values.get('a'), values.get('a'), values.get('b')])).toEqual(['a1', 'a1', 'b1'])
  vi.advanceTimersByTime(LIFETIME_MS - 1)
  expect(await values.get('a')).toBe('a1')
  vi.advanceTimersByTime(1)
  expect(await values.get('a')).toBe('a2')
})

it('gives every caller a reloaded value, for a whole lifetime from then on', async () => {
  const values = remembering(LIFETIME_MS, counting())
  await values.get('a')
  vi.advanceTimersByTime(LIFETIME_MS - 1)
  expect(await values.reload('a')).toBe('a2')
  vi.advanceTimersByTime(LIFETIME_MS - 1)
  expect(await values.get('a')).toBe('a2')
})

it('forgets all its values on request', async () => {
  const values = remembering(LIFETIME_MS, counting())
  await values.get('a')
  values.forget()
  expect(await values.get('a')).toBe('a2')
})

it('waits until no other instance can still have an older value', async () => {
  const values = counting()
  const [here, elsewhere] = [remembering(LIFETIME_MS, values), remembering(LIFETIME_MS, values)]
  await Promise.all([here.get('a'), elsewhere.get('a')])
  const outlived = here.outlived()
  expect(await here.get('a')).toBe('a3')
  expect(await elsewhere.get('a')).toBe('a2')
  await vi.advanceTimersByTimeAsync(LIFETIME_MS)
  await outlived
  expect(await elsewhere.get('a')).toBe('a4')
})

it('does not remember a failure, nor lets a late failure remove a newer value', async () => {
  const load = vi.fn<(key: string) => Promise<string>>()
  const late = Promise.withResolvers<string>()
  load.mockReturnValueOnce(late.promise).mockResolvedValueOnce('good').mockResolvedValue('needless')
  const values = remembering(LIFETIME_MS, load)
  const first = values.get('a')
  await values.reload('a')
  late.reject(new Error('away'))
  await expect(first).rejects.toThrow('away')
  expect(await values.get('a')).toBe('good')

  load.mockRejectedValueOnce(new Error('away')).mockResolvedValue('back')
  await expect(values.reload('a')).rejects.toThrow('away')
  expect(await values.get('a')).toBe('back')
})

it('remembers a single value without a key, and reloads it on request', async () => {
  const load = counting()
  const value = rememberingOne(LIFETIME_MS, () => load('a'))
  expect(await Promise.all([value.get(), value.get()])).toEqual(['a1', 'a1'])
  expect([await value.reload(), await value.get()]).toEqual(['a2', 'a2'])
  value.forget()
  expect(await value.get()).toBe('a3')
})
