import { expect, it } from 'vitest'

/** Names that others import to run the engines on data of their own; a move within the house must not break them. */
const published = {
  assignment: ['chooseAgent'],
  forecast: ['newForecaster'],
  classifier: ['newClassifier'],
  staffing: ['erlangC', 'agentsNeeded'],
}

it.each(Object.entries(published))('offers the engines of %s.ts under their published names', async (module, names) => {
  const engines: Record<string, unknown> = await import(`../../functions/domain/${module}.ts`)
  for (const name of names) expect(engines[name], name).toBeTypeOf('function')
})
