import { isRecord, type JsonRecord, recordOf } from '../json-record.ts'
import { list } from './template.ts'

/** Most values of mappings that are expanded for one comparison; with more, the comparison stays open. */
const MOST_CELLS = 200

/** Whether one side of a comparison is a literal. */
export const isLiteral = (side: unknown): boolean => typeof side !== 'object'

/** Key of one side of a comparison: equal expressions have equal keys. */
export const keyOf = (side: unknown): string => JSON.stringify(side)

/** Every value under a key anywhere in an expression, such as the sides of each `Fn::Equals`. */
export const under = (key: string, expression: unknown): readonly unknown[] => {
  if (Array.isArray(expression)) return expression.flatMap((each) => under(key, each))
  return Object.entries(recordOf(expression)).flatMap(([name, value]) => (name === key ? [value] : under(key, value)))
}

/** The reference that a `Fn::Sub` or `Fn::Join` consists of; undefined if it has other parts. */
const referenceIn = ({ 'Fn::Sub': text, 'Fn::Join': join }: JsonRecord): unknown => {
  const [, name] = /^\$\{([^!.}]+)\}$/.exec(String(text)) ?? []
  if (name !== undefined) return { Ref: name }
  const pieces = list(list(join)[1])
  return pieces.length === 1 ? pieces[0] : undefined
}

/**
 * Rewrites expressions to `Fn::Equals`, `Fn::And`, `Fn::Or` and `Fn::Not`: a lookup in `Mappings` becomes a choice of
 * its cells, `Fn::Contains` a choice of its texts, and a text that consists of one reference becomes the reference.
 * Lookups with a default, in no known mapping or with too many cells stay as they are.
 *
 * @param most how many cells of mappings a comparison may still be expanded to
 */
export const unfolded = (expression: unknown, mappings: JsonRecord, most = MOST_CELLS): unknown => {
  if (Array.isArray(expression)) return expression.map((each) => unfolded(each, mappings, most))
  if (!isRecord(expression)) return expression
  const reference = referenceIn(expression)
  if (reference !== undefined) return reference
  const [texts, thing] = list(expression['Fn::Contains'])
  if (Array.isArray(texts) && texts.every(isLiteral))
    return unfolded({ 'Fn::Or': texts.map((text) => ({ 'Fn::Equals': [thing, text] })) }, mappings)
  const sides = list(expression['Fn::Equals'])
  const place = sides.findIndex((side) => recordOf(side)['Fn::FindInMap'] !== undefined)
  const [mapping, ...keys] = list(recordOf(sides[place])['Fn::FindInMap'])
  const cells = cellsAt(mappings, mapping, keys)
  if (cells === undefined || cells.length > most)
    return Object.fromEntries(Object.entries(expression).map(([name, each]) => [name, unfolded(each, mappings, most)]))
  return {
    'Fn::Or': cells.map(({ at, value }) => ({
      'Fn::And': [
        ...keys.map((key, level) => ({ 'Fn::Equals': [unfolded(key, mappings), at[level]] })),
        unfolded({ 'Fn::Equals': sides.with(place, value) }, mappings, most / cells.length),
      ],
    })),
  }
}

/**
 * The cells of a mapping that two keys may select, a key that is no literal any; undefined if there is no such mapping.
 */
const cellsAt = (mappings: JsonRecord, mapping: unknown, keys: readonly unknown[]) => {
  const rows = mappings[String(mapping)]
  if (rows === undefined || keys.length !== 2) return undefined
  return Object.entries(recordOf(rows))
    .flatMap(([top, row]) => Object.entries(recordOf(row)).map(([second, value]) => ({ at: [top, second], value })))
    .filter(({ at }) => keys.every((key, level) => !isLiteral(key) || String(key) === at[level]))
}

/**
 * The values that an expression, by its `keyOf`, must have for lookups in mappings to succeed: else the deployment
 * fails.
 */
export const keysIn = (conditions: unknown, mappings: JsonRecord): ReadonlyMap<string, readonly string[]> =>
  new Map(
    under('Fn::FindInMap', conditions).flatMap((place) => {
      const [mapping, ...keys] = list(place)
      const cells = cellsAt(mappings, mapping, keys)
      if (cells === undefined) return []
      return keys.flatMap((key, level): readonly (readonly [string, readonly string[]])[] =>
        isLiteral(key) ? [] : [[keyOf(unfolded(key, mappings)), [...new Set(cells.map(({ at }) => at[level] ?? ''))]]],
      )
    }),
  )
