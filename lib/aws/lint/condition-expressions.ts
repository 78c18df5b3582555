import { isRecord, type JsonRecord, recordOf } from '../json-record.ts'
import { list } from './template.ts'

/** Up to so many values of mappings are looked at for one comparison; where there are more, it may hold or not. */
const MOST_CELLS = 200

/** Whether one side of a comparison is a text as it stands. */
export const isLiteral = (side: unknown): boolean => typeof side !== 'object'

/** By which one knows what is compared again. */
export const keyOf = (side: unknown): string => JSON.stringify(side)

/** Everything in an expression of conditions that stands under a key, such as each comparison. */
export const under = (key: string, expression: unknown): readonly unknown[] => {
  if (Array.isArray(expression)) return expression.flatMap((each) => under(key, each))
  return Object.entries(recordOf(expression)).flatMap(([name, value]) => (name === key ? [value] : under(key, value)))
}

/** What a text is made of, if that is one reference. */
const referenceIn = ({ 'Fn::Sub': text, 'Fn::Join': join }: JsonRecord): unknown => {
  const [, name] = /^\$\{([^!.}]+)\}$/.exec(String(text)) ?? []
  if (name !== undefined) return { Ref: name }
  const pieces = list(list(join)[1])
  return pieces.length === 1 ? pieces[0] : undefined
}

/**
 * Expressions in the words that are read here: a value of `Mappings` is the one at some keys, what a list contains is
 * one of it, and a text made of one reference is that. What has a default, is in no mapping or is one of very many values
 * stays as it is.
 *
 * @param most how many values of mappings a comparison within may still be one of
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

/** The values of a mapping at two keys, of which each may be any that there is; undefined if they are not read here. */
const cellsAt = (mappings: JsonRecord, mapping: unknown, keys: readonly unknown[]) => {
  const rows = mappings[String(mapping)]
  if (rows === undefined || keys.length !== 2) return undefined
  return Object.entries(recordOf(rows))
    .flatMap(([top, row]) => Object.entries(recordOf(row)).map(([second, value]) => ({ at: [top, second], value })))
    .filter(({ at }) => keys.every((key, level) => !isLiteral(key) || String(key) === at[level]))
}

/** What things must be, each by its JSON, so that mappings have something where conditions look: else nothing is deployed. */
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
