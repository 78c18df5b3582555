/** A JSON object whose members are still unchecked. */
export type JsonRecord = Readonly<Record<string, unknown>>

/** Whether a value is a JSON object; null and lists are not. */
export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value if it is a JSON object, else an empty one. */
export const recordOf = (value: unknown): JsonRecord => (isRecord(value) ? value : {})

/** What a text says in JSON; undefined if it is no JSON. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
