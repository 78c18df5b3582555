import type { Placeholders } from './conditions.ts'
import { ValidationException } from './errors.ts'
import { placeholdersIn } from './syntax.ts'

const known = new Map<string, readonly string[]>()

const spokenOf = (text: string): readonly string[] => {
  const found = known.get(text) ?? [...new Set(placeholdersIn(text))]
  known.set(text, found)
  return found
}

/**
 * Refuses a request whose expressions use undefined placeholders, or that defines placeholders that they do not use.
 *
 * @param expressions all expressions of the request
 * @throws ValidationException
 */
export const checkPlaceholders = (expressions: readonly (string | undefined)[], said: Placeholders): void => {
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = said
  const used = expressions.map((text) => (text === undefined ? [] : spokenOf(text)))
  for (const some of used)
    for (const one of some)
      if (names[one] === undefined && values[one] === undefined)
        throw new ValidationException(`An expression attribute used in an expression is not defined: ${one}`)
  for (const defined of [names, values])
    for (const one in defined)
      if (defined[one] !== undefined && !used.some((some) => some.includes(one)))
        throw new ValidationException(`An expression attribute is defined but not used in expressions: ${one}`)
}
