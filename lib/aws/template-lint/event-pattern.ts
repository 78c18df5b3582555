import { isIP } from 'node:net'
import { isRecord } from '../json-record.ts'
import { isIntrinsic, list } from './template.ts'

const PATTERN_FIELDS = new Set([
  'source',
  'detail-type',
  'detail',
  'account',
  'region',
  'time',
  'id',
  'resources',
  'version',
  'replay-name',
  '$or',
])

type IsOperand = (operand: unknown) => boolean

const isText: IsOperand = (operand) => typeof operand === 'string' || isIntrinsic(operand)

/** A text, or a text that is compared without regard to case. */
const isTextOfAnyCase: IsOperand = (operand) =>
  isText(operand) ||
  (isRecord(operand) && Object.keys(operand).join() === 'equals-ignore-case' && isText(operand['equals-ignore-case']))

/** `['=', 3]`, `['>', 0]`, or a range with its lower end first: `['>', 0, '<=', 5]`. */
const isComparison: IsOperand = (operand) => {
  if (!Array.isArray(operand)) return false
  const [operators, numbers] = [0, 1].map((odd) => operand.filter((_part, place) => place % 2 === odd))
  const [bottom, top] = numbers ?? []
  return (
    /^(?:=|<=?|>=?|>=?,<=?)$/.test(operators?.join() ?? '') &&
    numbers?.length === operators?.length &&
    (numbers ?? []).every((number) => typeof number === 'number' || isIntrinsic(number)) &&
    !(bottom >= top)
  )
}

/** `*`, though not two in a row, and a backslash only before a star or a backslash. */
const WILDCARD = /^(?:[^*\\]|\\[*\\]|\*(?!\*))*$/

const isWildcard: IsOperand = (operand) =>
  isIntrinsic(operand) || (typeof operand === 'string' && WILDCARD.test(operand))

/** Most bits of a network, by the kind of its address: EventBridge refuses a network of a single address. */
const MOST_BITS: Readonly<Record<number, number>> = { 4: 31, 6: 127 }

const isNetwork = (text: string): boolean => {
  const [, address = '', bits] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? []
  return Number(bits) <= (MOST_BITS[isIP(address)] ?? -1)
}

const isAddressRange: IsOperand = (operand) =>
  isIntrinsic(operand) || (typeof operand === 'string' && isNetwork(operand))

const isListOf =
  (isOperand: IsOperand): IsOperand =>
  (operand) =>
    list(operand).length > 0 && list(operand).every(isOperand)

/** An operand of `anything-but`: values, or one operator on texts. */
const isOpposite: IsOperand = (operand) => {
  if (!isRecord(operand) || isIntrinsic(operand)) {
    return isListOf((each) => typeof each === 'number' || isText(each))(operand)
  }
  const [[operator, value] = ['', undefined], ...others] = Object.entries(operand)
  const isOperand = OPPOSITES.get(operator)
  return others.length === 0 && isOperand !== undefined && isListOf(isOperand)(value)
}

const OPPOSITES: ReadonlyMap<string, IsOperand> = new Map([
  ['prefix', isTextOfAnyCase],
  ['suffix', isTextOfAnyCase],
  ['equals-ignore-case', isText],
  ['wildcard', isWildcard],
])

/** Operators and their operands (EventBridge user guide, comparison operators). */
const OPERATORS: ReadonlyMap<string, IsOperand> = new Map([
  ['prefix', isTextOfAnyCase],
  ['suffix', isTextOfAnyCase],
  ['anything-but', isOpposite],
  ['numeric', isComparison],
  ['exists', (operand) => typeof operand === 'boolean'],
  ['cidr', isAddressRange],
  ['wildcard', isWildcard],
  ['equals-ignore-case', isText],
])

/** Why a field's list of values cannot be matched; undefined if it can. */
const valueFault = (field: string, values: readonly unknown[]): string | undefined => {
  if (values.length === 0) return `matches ${field} by an empty list`
  if (values.some(Array.isArray)) return `matches ${field} by a list among values`
  for (const value of values.filter((each) => isRecord(each) && !isIntrinsic(each)).filter(isRecord)) {
    const [[operator, operand] = ['nothing', undefined], ...others] = Object.entries(value)
    const isOperand = OPERATORS.get(operator)
    if (!isOperand) return `matches ${field} by ${operator}, which is no operator`
    if (others.length > 0) return `matches ${field} by two operators at once`
    if (!isOperand(operand))
      return `matches ${field} by ${operator} of ${JSON.stringify(operand)}, which it does not take`
  }
  return undefined
}

/**
 * Why a pattern would be refused, or never match; undefined if it is sound.
 *
 * @param depth 0 for an event's own fields, which are known; any may be below
 */
const faultAt = (pattern: unknown, depth: number): string | undefined => {
  if (!isRecord(pattern) || Object.keys(pattern).length === 0) return 'has an empty pattern'
  for (const [field, value] of Object.entries(pattern)) {
    const fault = fieldFault(field, value, depth)
    if (fault) return fault
  }
  return undefined
}

const fieldFault = (field: string, value: unknown, depth: number): string | undefined => {
  if (depth === 0 && !PATTERN_FIELDS.has(field)) return `matches on ${field}, which no event has`
  if (field === '$or') {
    if (!Array.isArray(value) || value.length === 0) return 'has a choice that is no list of patterns'
    return value.map((choice) => faultAt(choice, depth)).find((fault) => fault !== undefined)
  }
  if (isIntrinsic(value)) return undefined
  if (Array.isArray(value)) return valueFault(field, value)
  return isRecord(value) ? faultAt(value, depth + 1) : `matches ${field} by something that is no list`
}

/** Why EventBridge would refuse the pattern of a rule, or never match it; undefined if it is sound. */
export const patternFault = (pattern: unknown): string | undefined => faultAt(pattern, 0)

/** As `patternFault`, for the filter of an event source mapping, whose records have other fields than events. */
export const filterFault = (pattern: unknown): string | undefined => faultAt(pattern, 1)
