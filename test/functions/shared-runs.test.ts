import { describe, expect, it, vi } from 'vitest'
import { sharedRuns } from '../../functions/platform/shared-runs.ts'

interface Run {
  readonly key: string
  readonly subjects: readonly string[]
  readonly end: (outcome: string) => void
  readonly fail: (error: Error) => void
}

/** Shared runs that end when the test calls `end` or `fail`. */
const controlled = () => {
  const begun: Run[] = []
  const ask = sharedRuns((key, subjects) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    begun.push({ key, subjects: [...subjects], end: resolve, fail: reject })
    return promise
  })
  const run = (place: number): Promise<Run> =>
    vi.waitFor(() => {
      const found = begun[place]
      if (!found) throw new Error(`run ${place} has not begun`)
      return found
    })
  return { ask, begun, run }
}

describe('a run', () => {
  it('is shared by all calls before it begins, and receives the subject of each', async () => {
    const { ask, begun, run } = controlled()
    const asked = [ask('d', 'first'), ask('d'), ask('d', 'second'), ask('d', 'first')]

    const { subjects, end } = await run(0)
    end('done')

    expect(await Promise.all(asked)).toEqual(['done', 'done', 'done', 'done'])
    expect(subjects).toEqual(['first', 'second'])
    expect(begun).toHaveLength(1)
  })

  it('is never joined by calls during it: they share the next run, which begins when it has ended', async () => {
    const { ask, begun, run } = controlled()
    const early = ask('d', 'early')
    const first = await run(0)
    const late = [ask('d', 'late'), ask('d', 'later')]
    const elsewhere = ask('other')
    await run(1)
    expect(begun.map(({ key }) => key)).toEqual(['d', 'other'])

    first.end('one')
    const second = await run(2)
    second.end('two')
    begun[1]?.end('three')

    expect(await Promise.all([early, ...late, elsewhere])).toEqual(['one', 'two', 'two', 'three'])
    expect(first.subjects).toEqual(['early'])
    expect(second.subjects).toEqual(['late', 'later'])
  })

  it('that fails rejects for all calls that share it, and for none after them', async () => {
    const { ask, run } = controlled()
    const failing = Promise.allSettled([ask('d'), ask('d')])
    const first = await run(0)
    const next = ask('d')
    const error = new Error('lost')
    first.fail(error)
    ;(await run(1)).end('done')

    expect(await failing).toEqual([
      { status: 'rejected', reason: error },
      { status: 'rejected', reason: error },
    ])
    expect(await next).toBe('done')
  })

  it('begins for a call after all others have ended', async () => {
    const { ask, run } = controlled()
    const before = ask('d', 'before')
    ;(await run(0)).end('one')
    await before
    const after = ask('d', 'after')
    const { subjects, end } = await run(1)
    end('two')

    expect(await after).toBe('two')
    expect(subjects).toEqual(['after'])
  })
})
