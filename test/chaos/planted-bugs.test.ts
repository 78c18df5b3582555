import { beforeAll, describe, expect, it } from 'vitest'
import { hunt, MOST_SEEDS, plant } from './hunt.ts'
import { type PlantedBug, plantedBugs } from './planted-bugs.ts'
import { readWiring, type Wiring } from './wiring.ts'

const OPERATIONS = 500

let wiring: Wiring

beforeAll(() => {
  wiring = readWiring()
})

/** Without any of them, the same seeds keep every promise: that is what the simulation's own test says. */
describe(`a planted bug is noticed within ${MOST_SEEDS} seeds`, () => {
  it.each(plantedBugs)('$name', { timeout: 240_000 }, async (bug) => {
    expect(await hunt(bug, OPERATIONS, wiring)).toBeDefined()
  })
})

describe('a bug cannot be planted', () => {
  const [planted] = plantedBugs
  const withPlace = (place: object): PlantedBug => ({
    name: 'a bug of a product that has moved on',
    breaks: [],
    changes: planted ? planted.changes.map((change) => ({ ...change, ...place })) : [],
  })

  it.each([
    ['whose line is gone', { find: 'a line that is nowhere' }, 'finds its place 0 times'],
    ['whose line stands there more than once', { find: 'return' }, /finds its place \d+ times/],
    ['whose file is gone', { file: 'functions/nowhere.ts' }, 'the edit changes no file'],
  ])('%s', async (_case, place, complaint) => {
    await expect(plant(withPlace(place))).rejects.toThrow(complaint)
  })

  it('that changes only some of its files', async () => {
    const bug = withPlace({})
    const elsewhere = { file: 'functions/nowhere.ts', find: 'x', replace: 'y' }
    await expect(plant({ ...bug, changes: [...bug.changes, elsewhere] })).rejects.toThrow('does not find')
  })
})
