import { type Comparator, type Condition, type Operand, type Path, parseCondition } from './syntax.ts'
import { isSame, ordered, type Row, typeOf } from './values.ts'

/** The names and values that a call defines for its expressions. */
export interface Placeholders {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>> | undefined
}

/** A parsed condition, evaluated on a row, which may be missing. */
export type Test = (row: Row | undefined, said: Placeholders) => boolean

/** The attribute's name for a name in an expression, which may be a placeholder. */
export const nameOf = (name: string, { ExpressionAttributeNames }: Placeholders): string =>
  name.startsWith('#') ? (ExpressionAttributeNames?.[name] ?? name) : name

/** A row's value at a path; undefined if there is none. */
export const valueAt = (row: Row | undefined, path: Path, said: Placeholders): unknown => {
  let value: unknown = row
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Row)[nameOf(name, said)]
  }
  return value
}

type Reading = (row: Row | undefined, said: Placeholders) => unknown

/** How to read an operand from a row or from the placeholders. */
export const reading = (operand: Operand): Reading => {
  if ('value' in operand) {
    const { value } = operand
    return (_row, said) => said.ExpressionAttributeValues?.[value]
  }
  const { path } = operand
  return (row, said) => valueAt(row, path, said)
}

const COMPARISONS: Record<Exclude<Comparator, '='>, (order: number) => boolean> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

/** Whether two values are equal; a missing value equals nothing. */
const areEqual = (one: unknown, other: unknown): boolean => one !== undefined && isSame(one, other)

const comparing = ({ comparator, left, right }: Extract<Condition, { kind: 'compare' }>): Test => {
  const [one, other] = [reading(left), reading(right)]
  if (comparator === '=') return (row, said) => areEqual(one(row, said), other(row, said))
  const holds = COMPARISONS[comparator]
  return (row, said) => {
    const order = ordered(one(row, said), other(row, said))
    return order !== undefined && holds(order)
  }
}

const between = ({ of, from, to }: Extract<Condition, { kind: 'between' }>): Test => {
  const [value, lower, upper] = [reading(of), reading(from), reading(to)]
  return (row, said) => {
    const found = value(row, said)
    const [above, below] = [ordered(found, lower(row, said)), ordered(found, upper(row, said))]
    return above !== undefined && below !== undefined && above >= 0 && below <= 0
  }
}

const compile = (condition: Condition): Test => {
  switch (condition.kind) {
    case 'compare':
      return comparing(condition)
    case 'between':
      return between(condition)
    case 'in': {
      const [value, among] = [reading(condition.of), condition.among.map(reading)]
      return (row, said) => {
        const found = value(row, said)
        return among.some((one) => areEqual(found, one(row, said)))
      }
    }
    case 'exists':
      return (row, said) => (valueAt(row, condition.path, said) !== undefined) === condition.wanted
    case 'type': {
      const type = reading(condition.type)
      return (row, said) => typeOf(valueAt(row, condition.path, said)) === type(row, said)
    }
    case 'prefix': {
      const [value, prefix] = [reading(condition.of), reading(condition.prefix)]
      return (row, said) => {
        const [found, wanted] = [value(row, said), prefix(row, said)]
        return typeof found === 'string' && typeof wanted === 'string' && found.startsWith(wanted)
      }
    }
    case 'not': {
      const test = compile(condition.condition)
      return (row, said) => !test(row, said)
    }
    case 'both': {
      const [left, right] = [compile(condition.left), compile(condition.right)]
      return (row, said) => left(row, said) && right(row, said)
    }
    case 'either': {
      const [left, right] = [compile(condition.left), compile(condition.right)]
      return (row, said) => left(row, said) || right(row, said)
    }
  }
}

const known = new Map<string, Test>()

/** Compiles a condition; each text is parsed once. */
export const conditionTest = (text: string): Test => {
  const found = known.get(text)
  if (found) return found
  const test = compile(parseCondition(text))
  known.set(text, test)
  return test
}
