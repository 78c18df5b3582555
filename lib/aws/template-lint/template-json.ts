import { parseJson } from '../json-record.ts'
import { PUT_IN, textOf } from './template.ts'

/**
 * A template's value parsed as JSON; undefined if it is no JSON. Parts that a deployment puts in stay in the text where
 * they are inside strings; if that is no JSON, each is read as the number 0.
 */
export const jsonOf = (value: unknown): unknown => {
  const text = textOf(value)
  return parseJson(text) ?? parseJson(text.replaceAll(PUT_IN, '0'))
}
