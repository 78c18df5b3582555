import { BlockList, isIP } from 'node:net'

/** Tells whether an event matches; made once from a pattern, asked for each event. */
export type EventMatcher = (event: unknown) => boolean

/** Tells whether a field's value, `undefined` if the field is absent, satisfies one entry of a pattern's list. */
type ValueMatcher = (value: unknown) => boolean

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const refuse = (what: string, found: unknown): never => {
  throw new Error(`event pattern: ${what}, found ${JSON.stringify(found)}`)
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

const asStrings = (operator: string, operand: unknown): readonly string[] =>
  asList(operand).map((entry) => (typeof entry === 'string' ? entry : refuse(`${operator} takes strings`, entry)))

const onText =
  (test: (text: string) => boolean): ValueMatcher =>
  (value) =>
    typeof value === 'string' && test(value)

/** `prefix` and `suffix`: a text, or `{"equals-ignore-case": text}`. */
const affix = (operator: 'prefix' | 'suffix', operand: unknown): ValueMatcher => {
  const has = operator === 'prefix' ? 'startsWith' : 'endsWith'
  if (isObject(operand) && 'equals-ignore-case' in operand) {
    const [text = ''] = asStrings(operator, operand['equals-ignore-case'])
    return onText((value) => value.toLowerCase()[has](text.toLowerCase()))
  }
  const texts = asStrings(operator, operand)
  return onText((value) => texts.some((text) => value[has](text)))
}

/** `*` stands for any run of characters; `\*` and `\\` for themselves. Two stars in a row are refused, as by EventBridge. */
const wildcard = (operand: unknown): ValueMatcher => {
  const expressions = asStrings('wildcard', operand).map((text) => {
    if (text.replaceAll('\\*', '').includes('**')) refuse('wildcard takes no two stars in a row', text)
    const parts = text.match(/\\[*\\]|\*|[^*\\]+|\\/g) ?? []
    const source = parts.map((part) => (part === '*' ? '.*' : RegExp.escape(part.replace(/^\\([*\\])$/, '$1'))))
    return new RegExp(`^${source.join('')}$`, 's')
  })
  return onText((value) => expressions.some((expression) => expression.test(value)))
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
}

/** `["=", 5]` or a range such as `[">", 0, "<=", 5]`. */
const numeric = (operand: unknown): ValueMatcher => {
  const terms = asList(operand)
  if (terms.length !== 2 && terms.length !== 4) refuse('numeric takes one or two comparisons', operand)
  const checks = Array.from({ length: terms.length / 2 }, (_, index) => {
    const compare = COMPARISONS[String(terms[2 * index])] ?? refuse('unknown comparison', terms[2 * index])
    const bound = terms[2 * index + 1]
    if (typeof bound !== 'number') return refuse('numeric compares with numbers', bound)
    return (value: number) => compare(value, bound)
  })
  return (value) => typeof value === 'number' && checks.every((check) => check(value))
}

const cidr = (operand: unknown): ValueMatcher => {
  const ranges = new BlockList()
  for (const range of asStrings('cidr', operand)) {
    const [address = '', bits] = range.split('/')
    const family = isIP(address)
    if (family === 0 || bits === undefined) refuse('cidr takes address/bits', range)
    ranges.addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4')
  }
  return onText((value) => isIP(value) !== 0 && ranges.check(value, isIP(value) === 6 ? 'ipv6' : 'ipv4'))
}

const equalsIgnoreCase = (operand: unknown): ValueMatcher => {
  const texts = asStrings('equals-ignore-case', operand).map((text) => text.toLowerCase())
  return onText((value) => texts.includes(value.toLowerCase()))
}

/** Present, and none of what is listed; the list holds values, or one operator such as `{prefix: …}`. */
const anythingBut = (operand: unknown): ValueMatcher => {
  const excluded = isObject(operand) ? operator(operand) : literals(asList(operand))
  return (value) => value !== undefined && !excluded(value)
}

const literals = (values: readonly unknown[]): ValueMatcher => {
  for (const value of values) {
    if (value !== null && !['string', 'number', 'boolean'].includes(typeof value)) refuse('not a plain value', value)
  }
  return (value) => values.includes(value)
}

const OPERATORS: Readonly<Record<string, (operand: unknown) => ValueMatcher>> = {
  prefix: (operand) => affix('prefix', operand),
  suffix: (operand) => affix('suffix', operand),
  wildcard,
  numeric,
  cidr,
  'equals-ignore-case': equalsIgnoreCase,
  'anything-but': anythingBut,
}

const operator = (entry: Readonly<Record<string, unknown>>): ValueMatcher => {
  const [[name, operand] = ['', undefined], ...others] = Object.entries(entry)
  if (others.length > 0) refuse('one operator at a time', entry)
  const make = OPERATORS[name] ?? refuse('unknown operator', entry)
  return make(operand)
}

/** Every plain value in a field: a list counts as each of its entries, an object is no value. */
const leaves = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value.flatMap(leaves)
  return value === undefined || isObject(value) ? [] : [value]
}

/** One entry of a pattern's list against a whole field: any of the field's values may satisfy it. */
const entryMatcher = (entry: unknown): ValueMatcher => {
  if (isObject(entry) && 'exists' in entry) {
    if (typeof entry.exists !== 'boolean') refuse('exists takes true or false', entry)
    return (field) => leaves(field).length > 0 === entry.exists
  }
  const matches = isObject(entry) ? operator(entry) : literals([entry])
  return (field) => leaves(field).some(matches)
}

const fieldMatcher = (pattern: unknown): ValueMatcher => {
  if (Array.isArray(pattern)) {
    if (pattern.length === 0) refuse('a list must name a value', pattern)
    const entries = pattern.map(entryMatcher)
    return (field) => entries.some((matches) => matches(field))
  }
  if (!isObject(pattern)) return refuse('a field takes a list or an object', pattern)
  const matches = compilePattern(pattern)
  return (field) => (Array.isArray(field) ? field.some(matches) : matches(isObject(field) ? field : {}))
}

const alternatives = (patterns: unknown): EventMatcher => {
  if (!Array.isArray(patterns) || patterns.length === 0) return refuse('$or takes a list of patterns', patterns)
  const matchers = patterns.map((pattern) => compilePattern(pattern))
  return (event) => matchers.some((matches) => matches(event))
}

/**
 * Makes a matcher from an EventBridge event pattern (also used by event source filters).
 *
 * All fields of the pattern must match; of a field's list any entry may. In a list of objects a nested pattern must
 * hold within one object. `exists` speaks of plain values only, as EventBridge's does.
 *
 * @throws Error for an operator or a shape that EventBridge does not know
 */
export const compilePattern = (pattern: unknown): EventMatcher => {
  if (!isObject(pattern)) return refuse('a pattern is an object', pattern)
  const fields = Object.entries(pattern).map(([name, expected]): EventMatcher => {
    if (name === '$or') return alternatives(expected)
    const matches = fieldMatcher(expected)
    return (event) => matches(isObject(event) ? event[name] : undefined)
  })
  return (event) => fields.every((matches) => matches(event))
}
