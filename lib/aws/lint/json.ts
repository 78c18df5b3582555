import { parseJson } from '../json-record.ts'
import { PUT_IN, textOf } from './template.ts'

/**
 * What a value says in JSON; undefined if it says nothing. What a deployment puts in stands within texts, where any text
 * in its place keeps the rest as it would be, or for numbers.
 */
export const jsonOf = (value: unknown): unknown => {
  const text = textOf(value)
  return parseJson(text) ?? parseJson(text.replaceAll(PUT_IN, '0'))
}
