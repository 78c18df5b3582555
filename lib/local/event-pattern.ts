import { BlockList, isIP } from 'node:net'
import { isRecord, type JsonRecord } from './json-record.ts'

/** Whether an event matches; compiled once from a pattern, called for each event. */
export type EventMatcher = (event: unknown) => boolean

/** Whether a field's value (`undefined` if the field is absent) satisfies one entry of a pattern's list. */
type ValueMatcher = (value: unknown) => boolean

const refuse = (what: string, found: unknown): never => {
  throw new Error(`event pattern: ${what}, found ${JSON.stringify(found)}`)
}

const asText = (operator: string, operand: unknown): string =>
  typeof operand === 'string' ? operand : refuse(`${operator} takes a text`, operand)

const onText =
  (test: (text: string) => boolean): ValueMatcher =>
  (value) =>
    typeof value === 'string' && test(value)

/** The only operator of an object, and its operand. */
const onlyOperator = (entry: JsonRecord): readonly [string, unknown] => {
  const [named, ...others] = Object.entries(entry)
  return named === undefined || others.length > 0 ? refuse('one operator at a time', entry) : named
}

/** `prefix` and `suffix`: a text, or `{"equals-ignore-case": text}`. */
const affix = (operator: 'prefix' | 'suffix', operand: unknown): ValueMatcher => {
  const has = operator === 'prefix' ? 'startsWith' : 'endsWith'
  if (isRecord(operand)) {
    const [name, text] = onlyOperator(operand)
    if (name !== 'equals-ignore-case') refuse(`${operator} takes a text`, operand)
    const sought = asText(name, text).toLowerCase()
    return onText((value) => value.toLowerCase()[has](sought))
  }
  const sought = asText(operator, operand)
  return onText((value) => value[has](sought))
}

/** `*`, though not two in a row, and a backslash only before a star or a backslash: EventBridge refuses all else. */
const WILDCARD = /^(?:[^*\\]|\\[*\\]|\*(?!\*))*$/

/** `*` stands for any run of characters; `\*` and `\\` for themselves. */
const wildcard = (operand: unknown): ValueMatcher => {
  const text = asText('wildcard', operand)
  if (!WILDCARD.test(text)) refuse('wildcard takes single stars, and escapes of stars and backslashes', text)
  const parts = text.match(/\\[*\\]|\*|[^*\\]+/g) ?? []
  const source = parts.map((part) => (part === '*' ? '.*' : RegExp.escape(part.replace(/^\\/, ''))))
  const expression = new RegExp(`^${source.join('')}$`, 's')
  return onText((value) => expression.test(value))
}

const equalsIgnoreCase = (operand: unknown): ValueMatcher => {
  const text = asText('equals-ignore-case', operand).toLowerCase()
  return onText((value) => value.toLowerCase() === text)
}

const COMPARISONS: ReadonlyMap<unknown, (value: number, bound: number) => boolean> = new Map([
  ['=', (value, bound) => value === bound],
  ['<', (value, bound) => value < bound],
  ['<=', (value, bound) => value <= bound],
  ['>', (value, bound) => value > bound],
  ['>=', (value, bound) => value >= bound],
])

/** `["=", 5]`, or a range, lower bound first, such as `[">", 0, "<=", 5]`. */
const numeric = (operand: unknown): ValueMatcher => {
  const terms = Array.isArray(operand) ? operand : []
  const [first, bottom, second, top] = terms
  const isRange = terms.length === 4 && ['>', '>='].includes(first) && ['<', '<='].includes(second) && bottom < top
  if (terms.length !== 2 && !isRange) refuse('numeric takes a comparison, or a range from below', operand)
  const checks = Array.from({ length: terms.length / 2 }, (_, index) => {
    const compare = COMPARISONS.get(terms[2 * index]) ?? refuse('unknown comparison', terms[2 * index])
    const bound = terms[2 * index + 1]
    if (typeof bound !== 'number') return refuse('numeric compares with numbers', bound)
    return (value: number) => compare(value, bound)
  })
  return (value) => typeof value === 'number' && checks.every((check) => check(value))
}

/** A network of two addresses or more, such as `10.0.0.0/8`: EventBridge refuses `/32`, and `/128` of IPv6. */
const cidr = (operand: unknown): ValueMatcher => {
  const [, address = '', bits] = /^([^/]+)\/(\d{1,3})$/.exec(asText('cidr', operand)) ?? []
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  if (isIP(address) === 0 || Number(bits) > (family === 'ipv6' ? 127 : 31)) refuse('cidr takes address/bits', operand)
  const range = new BlockList()
  range.addSubnet(address, Number(bits), family)
  return onText((value) => isIP(value) !== 0 && range.check(value, isIP(value) === 6 ? 'ipv6' : 'ipv4'))
}

/** Text operators that `anything-but` can negate, with one text or several. */
const OPPOSITES: ReadonlyMap<string, (operand: unknown) => ValueMatcher> = new Map([
  ['prefix', (operand) => affix('prefix', operand)],
  ['suffix', (operand) => affix('suffix', operand)],
  ['wildcard', wildcard],
  ['equals-ignore-case', equalsIgnoreCase],
])

const comparable = (value: unknown): ValueMatcher => {
  if (typeof value !== 'string' && typeof value !== 'number') refuse('anything-but takes texts and numbers', value)
  return (found) => found === value
}

/** Present, and none of what is listed: texts and numbers, or one operator such as `{prefix: …}`. */
const anythingBut = (operand: unknown): ValueMatcher => {
  const [name, listed] = isRecord(operand) ? onlyOperator(operand) : [undefined, operand]
  const make = name === undefined ? comparable : OPPOSITES.get(name)
  const values = Array.isArray(listed) ? listed : [listed]
  if (make === undefined || values.length === 0)
    return refuse('anything-but takes values, or an operator on texts', operand)
  const excluded = values.map(make)
  return (value) => value !== undefined && !excluded.some((matches) => matches(value))
}

const literal = (value: unknown): ValueMatcher => {
  if (value !== null && !['string', 'number', 'boolean'].includes(typeof value)) refuse('not a plain value', value)
  return (found) => found === value
}

const OPERATORS: ReadonlyMap<string, (operand: unknown) => ValueMatcher> = new Map([
  ...OPPOSITES,
  ['numeric', numeric],
  ['cidr', cidr],
  ['anything-but', anythingBut],
])

/** Every scalar value in a field: a list stands for its entries, an object has no value. */
const leaves = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value.flatMap(leaves)
  return value === undefined || isRecord(value) ? [] : [value]
}

/** One entry of a pattern's list against a whole field: any of the field's values may satisfy it. */
const entryMatcher = (entry: unknown): ValueMatcher => {
  const [name, operand] = isRecord(entry) ? onlyOperator(entry) : [undefined, entry]
  if (name === 'exists') {
    if (typeof operand !== 'boolean') refuse('exists takes true or false', entry)
    return (field) => leaves(field).length > 0 === operand
  }
  const make = name === undefined ? literal : OPERATORS.get(name)
  const matches = make?.(operand) ?? refuse('unknown operator', entry)
  return (field) => leaves(field).some(matches)
}

const fieldMatcher = (pattern: unknown): ValueMatcher => {
  if (Array.isArray(pattern)) {
    if (pattern.length === 0) refuse('a list must name a value', pattern)
    const entries = pattern.map(entryMatcher)
    return (field) => entries.some((matches) => matches(field))
  }
  if (!isRecord(pattern)) return refuse('a field takes a list or an object', pattern)
  const matches = compilePattern(pattern)
  return (field) => (Array.isArray(field) ? field.some(matches) : matches(isRecord(field) ? field : {}))
}

const alternatives = (patterns: unknown): EventMatcher => {
  if (!Array.isArray(patterns) || patterns.length === 0) return refuse('$or takes a list of patterns', patterns)
  const matchers = patterns.map(compilePattern)
  return (event) => matchers.some((matches) => matches(event))
}

/**
 * Compiles a pattern for any JSON: an event on a bus, or a record that an event source filters. Fields may have any name,
 * as on EventBridge; a pattern for a field that no event has never matches, or always if it says `{"exists": false}`.
 *
 * All fields of the pattern must match; of a field's list any entry may. In a list of objects a nested pattern must
 * hold within one object. `exists` considers scalar values only, as on EventBridge.
 *
 * @throws Error for an operator or a shape that EventBridge does not know
 */
export const compilePattern = (pattern: unknown): EventMatcher => {
  if (!isRecord(pattern) || Object.keys(pattern).length === 0)
    return refuse('a pattern is an object with a field', pattern)
  const fields = Object.entries(pattern).map(([name, expected]): EventMatcher => {
    if (name === '$or') return alternatives(expected)
    const matches = fieldMatcher(expected)
    return (event) => matches(isRecord(event) ? event[name] : undefined)
  })
  return (event) => fields.every((matches) => matches(event))
}
