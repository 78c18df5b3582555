import { nameOf, type Placeholders, reading, valueAt } from './conditions.ts'
import { ValidationException } from './errors.ts'
import { type Action, type Path, parseUpdate, type Term } from './syntax.ts'
import { frozen, type Row, sum } from './values.ts'

/** Returns a row after an update; `row` is the old row, or only the key. */
type Update = (row: Row, said: Placeholders) => Row

const INVALID_PATH = 'The document path provided in the update expression is invalid for update'

/** A row with another value at a path; every map on the way must exist. */
const withValue = (row: Row, path: Path, value: unknown, said: Placeholders): Row => {
  const [first = '', ...rest] = path
  const name = nameOf(first, said)
  const inner = rest.length === 0 ? value : withValue(mapAt(row, name), rest, value, said)
  return Object.freeze({ ...row, [name]: inner })
}

const mapAt = (row: Row, name: string): Row => {
  const inner = row[name]
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) throw new ValidationException(INVALID_PATH)
  return inner as Row
}

const without = (row: Row, path: Path, said: Placeholders): Row => {
  const [first = '', ...rest] = path
  const name = nameOf(first, said)
  if (rest.length > 0) return withValue(row, [name], without(mapAt(row, name), rest, said), said)
  const { [name]: _removed, ...left } = row
  return Object.freeze(left)
}

/** A value that an action needs. */
const needed = (value: unknown): unknown => {
  if (value === undefined)
    throw new ValidationException('The provided expression refers to an attribute that does not exist in the item')
  return value
}

const termReading = (term: Term): ((row: Row, said: Placeholders) => unknown) => {
  if (!('unlessThere' in term)) {
    const read = reading(term)
    return (row, said) => needed(read(row, said))
  }
  const otherwise = reading(term.otherwise)
  return (row, said) => valueAt(row, term.unlessThere, said) ?? needed(otherwise(row, said))
}

const number = (value: unknown): number => {
  if (typeof value === 'number') return value
  throw new ValidationException('An operand in the update expression has an incorrect data type')
}

type Change = (before: Row, row: Row, said: Placeholders) => Row

const changing = (action: Action): Change => {
  const { path } = action
  if (action.kind === 'remove') return (_before, row, said) => without(row, path, said)
  if (action.kind === 'add') {
    const by = reading({ value: action.value })
    return (before, row, said) =>
      withValue(row, path, sum(number(valueAt(before, path, said) ?? 0), number(by(row, said))), said)
  }
  const terms = action.terms.map(termReading)
  return (before, row, said) => {
    const [first, second] = terms.map((read) => read(before, said))
    return withValue(row, path, second === undefined ? frozen(first) : sum(number(first), number(second)), said)
  }
}

interface Compiled {
  readonly actions: readonly Action[]
  readonly update: Update
}

const known = new Map<string, Compiled>()

const compiled = (text: string): Compiled => {
  const found = known.get(text)
  if (found) return found
  const actions = parseUpdate(text)
  const changes = actions.map(changing)
  // Every action sees the row as it was before.
  const update: Update = (before, said) => changes.reduce((row, change) => change(before, row, said), before)
  known.set(text, { actions, update })
  return { actions, update }
}

/** Compiles an update; each text is parsed once. */
export const updateOf = (text: string): Update => compiled(text).update

/**
 * Refuses an update with overlapping paths: the same path twice, or one within another.
 *
 * @throws ValidationException
 */
export const refuseOverlaps = (text: string, said: Placeholders): void => {
  const places = compiled(text).actions.map(({ path }) => path.map((name) => nameOf(name, said)))
  for (const [at, place] of places.entries())
    for (const other of places.slice(at + 1))
      if (place.every((name, depth) => other[depth] === undefined || other[depth] === name))
        throw new ValidationException('Two document paths overlap with each other')
}
