type Check = (value: unknown) => boolean

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

export const isText = (value: unknown): value is string => typeof value === 'string'

export const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value)

/** Also accepts `undefined`. */
export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value)

/** An object whose named members pass their checks; other members are ignored. */
export const objectOf =
  <Value>(checks: { readonly [Name in keyof Value]-?: Check }) =>
  (value: unknown): value is Value =>
    isObject(value) && Object.entries<Check>(checks).every(([name, check]) => check(value[name]))

/** An object whose values are all texts. */
export const isTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  isObject(value) && Object.values(value).every(isText)

/**
 * Reads a JSON text from outside, such as one that an older version stored.
 *
 * @returns null for no text, for one that is not JSON, and for a value of another shape
 */
export const readShape = <Value>(text: string | null, hasShape: (value: unknown) => value is Value): Value | null => {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return hasShape(value) ? value : null
  } catch {
    return null
  }
}
