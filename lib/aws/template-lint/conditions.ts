import { isRecord, type JsonRecord, recordOf } from '../json-record.ts'
import { isLiteral, keyOf, keysIn, under, unfolded } from './condition-expressions.ts'
import { list } from './template.ts'

/**
 * The assumed value of an operand, such as a parameter: one of the texts that conditions compare it with, or a number
 * for some other text. Equal numbers stand for equal texts.
 */
type Value = string | number

/** Assumed values of operands, by their `keyOf`. */
type Values = ReadonlyMap<string, Value>

/** Whether the condition of a name holds. */
type Holds = (name: unknown) => boolean

/** Up to this many combinations are all examined, such as those of six operands with two values each. */
const MOST_COMBINATIONS = 64

/**
 * The documents that CloudFormation may make of a template, one for each outcome of its conditions. Each operand takes
 * every text that it is compared with, and another one unless its `AllowedValues` exclude that.
 *
 * In each document `Fn::If` is replaced by the branch taken, and resources whose condition does not hold are removed,
 * as is `AWS::NoValue`. So rules never judge alternatives as if both were deployed, nor rely on what may be missing.
 * With more than `MOST_COMBINATIONS` combinations a selection still has each pair of values, and each outcome of each
 * condition that depends on few enough operands. Combinations that the template's `Rules` refuse are left out.
 *
 * @param document the parsed JSON; it is the only outcome if it has no conditions
 */
export const outcomesOf = (document: unknown): readonly unknown[] => {
  const { Conditions, Rules, Mappings, Resources, ...others } = recordOf(document)
  if (Conditions === undefined) return [document]
  const conditions = recordOf(unfolded(Conditions, recordOf(Mappings)))
  const rules = rulesAbout(thingsIn(conditions), recordOf(unfolded(Rules, recordOf(Mappings))))
  const asked = { ...conditions, ...rules }
  const all = combinationsOf(
    asked,
    possibleValues(asked, recordOf(others.Parameters), keysIn(Conditions, recordOf(Mappings))),
  ).map((values) => holdsWhere(asked, values))
  const kept = all.filter((holds) => Object.keys(rules).every(holds))
  // Rules that no combination satisfies have been misread here.
  const ways = kept.length > 0 ? kept : all
  const different = new Map(ways.map((holds) => [Object.keys(conditions).map(holds).join(), holds]))
  return [...different.values()].map((holds) => {
    const made = Object.entries(recordOf(Resources)).filter(([, body]) => {
      const { Condition } = recordOf(body)
      return Condition === undefined || holds(Condition)
    })
    return { ...others, Resources: resolved(Object.fromEntries(made), holds) }
  })
}

const comparisonsIn = (expression: unknown): ReadonlyArray<readonly unknown[]> =>
  under('Fn::Equals', expression).map(list)

const thingsIn = (expression: unknown): readonly string[] =>
  comparisonsIn(expression).flatMap((sides) => sides.filter((side) => !isLiteral(side)).map(keyOf))

/** Operands that are compared with each other, directly or through others, in the order of the text. */
const groupsOf = (conditions: JsonRecord): ReadonlyArray<readonly string[]> => {
  const groups = new Map<string, readonly string[]>()
  for (const sides of comparisonsIn(conditions)) {
    const things = thingsIn({ 'Fn::Equals': sides })
    const joined = [...new Set([...things.flatMap((thing) => groups.get(thing) ?? []), ...things])]
    for (const thing of joined) groups.set(thing, joined)
  }
  return [...new Set(groups.values())]
}

/** Functions of `Rules` other than those that are read here. */
const OTHER_FUNCTIONS = /"Fn::(?!(?:Equals|And|Or|Not)")/

/** The template's rules about operands of its conditions, rewritten as conditions that must hold. */
const rulesAbout = (things: readonly string[], rules: JsonRecord): JsonRecord =>
  Object.fromEntries(
    Object.entries(rules)
      .map(([name, rule]) => {
        const { RuleCondition, Assertions } = recordOf(rule)
        const kept = { 'Fn::And': list(Assertions).map((each) => recordOf(each).Assert) }
        const expression = RuleCondition === undefined ? kept : { 'Fn::Or': [{ 'Fn::Not': [RuleCondition] }, kept] }
        return [`Rules.${name}`, expression] as const
      })
      .filter(
        ([, expression]) =>
          !OTHER_FUNCTIONS.test(JSON.stringify(expression)) &&
          thingsIn(expression).every((thing) => things.includes(thing)),
      ),
  )

/** Syntax of Java's patterns that JavaScript reads differently. */
const IN_JAVA = /\\[pPAzZGQEhHRX]|&&/

/** Whether a parameter's pattern matches a text; true for patterns that only Java can read. */
const fits = (pattern: unknown, text: string): boolean => {
  if (typeof pattern !== 'string' || IN_JAVA.test(pattern)) return true
  try {
    return new RegExp(`^(?:${pattern})$`).test(text)
  } catch {
    return true
  }
}

/** Whether a parameter's constraints allow a text. */
const takes = ({ AllowedPattern, MinLength, MaxLength, MinValue, MaxValue }: JsonRecord, text: string): boolean =>
  fits(AllowedPattern, text) &&
  !(text.length < Number(MinLength) || text.length > Number(MaxLength)) &&
  !(Number(text) < Number(MinValue) || Number(text) > Number(MaxValue))

/**
 * The values to assume for each operand, at least one. Operands that are compared with each other share the same texts.
 * For other texts the first operand of a group gets the number 0, the second 0 or 1, and so on.
 */
const possibleValues = (
  conditions: JsonRecord,
  parameters: JsonRecord,
  keys: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly Value[]> => {
  const known = new Map(
    Object.entries(parameters)
      .map(([name, each]) => [keyOf({ Ref: name }), recordOf(each)] as const)
      // An SSM parameter's constraints are for its name, not for its value.
      .filter(([, { Type }]) => !String(Type).startsWith('AWS::SSM::')),
  )
  const allowedFor = (thing: string) => {
    const [allowed, found] = [list(known.get(thing)?.AllowedValues).map(String), keys.get(thing)]
    return allowed.length === 0 ? (found ?? []) : allowed.filter((value) => found?.includes(value) ?? true)
  }
  return new Map(
    groupsOf(conditions).flatMap((group) => {
      const literals = literalsFor(conditions, group)
      // As many more texts as the group has operands: enough for any of them to be equal, or all different.
      const more = group.flatMap((thing) =>
        allowedFor(thing)
          .filter((value) => !literals.includes(value))
          .slice(0, group.length),
      )
      const compared = [...new Set(group.length > 1 ? [...literals, ...more] : literals)]
      return group.map((thing, place): readonly [string, readonly Value[]] => {
        const allowed = allowedFor(thing)
        const others = [...group.slice(0, place + 1).keys()]
        if (allowed.length === 0)
          return [thing, [...compared.filter((value) => takes(known.get(thing) ?? {}, value)), ...others]]
        const isAll = allowed.every((value) => compared.includes(value))
        return [thing, [...compared.filter((value) => allowed.includes(value)), ...(isAll ? [] : others)]]
      })
    }),
  )
}

const literalsFor = (conditions: JsonRecord, group: readonly string[]): readonly string[] =>
  comparisonsIn(conditions)
    .filter((sides) => sides.some((side) => group.includes(keyOf(side))))
    .flatMap((sides) => sides.filter(isLiteral).map(String))

/** The operands that a condition depends on, directly or through conditions that it names. */
const thingsBehind = (name: string, conditions: JsonRecord): readonly string[] => {
  const names = new Set<unknown>([name])
  // The loop also visits names that are added on the way.
  for (const each of names) for (const next of under('Condition', conditions[String(each)])) names.add(next)
  return [...new Set([...names].flatMap((each) => thingsIn(conditions[String(each)])))]
}

const combinationsOf = (conditions: JsonRecord, possible: ReadonlyMap<string, readonly Value[]>): readonly Values[] => {
  const things = [...possible.keys()]
  const valuesOf = (thing: string) => possible.get(thing) ?? []
  const fits = (some: readonly string[]) =>
    some.reduce((size, thing) => size * valuesOf(thing).length, 1) <= MOST_COMBINATIONS
  const allOf = (some: readonly string[]) =>
    some.reduce<readonly Values[]>(
      (made, thing) => made.flatMap((values) => valuesOf(thing).map((value) => new Map([...values, [thing, value]]))),
      [new Map()],
    )
  if (fits(things)) return allOf(things)
  const pairs = things.flatMap((thing, place) => things.slice(place + 1).map((other) => [thing, other]))
  const together = [...Object.keys(conditions).map((name) => thingsBehind(name, conditions)), ...pairs].filter(fits)
  const parts = [...together, ...things.map((thing) => [thing])].flatMap(allOf)
  const first = things.map((thing) => [thing, valuesOf(thing)[0] ?? 0] as const)
  return packed(parts).map((values) => new Map([...first, ...values]))
}

/** Merges partial combinations into few whole ones, each into the first that does not contradict it. */
const packed = (parts: readonly Values[]): readonly Values[] => {
  const wholes: Map<string, Value>[] = []
  for (const part of parts) {
    const whole = wholes.find((values) =>
      [...part].every(([thing, value]) => !values.has(thing) || values.get(thing) === value),
    )
    if (!whole) wholes.push(new Map(part))
    else for (const [thing, value] of part) whole.set(thing, value)
  }
  return wholes
}

const holdsWhere = (conditions: JsonRecord, values: Values): Holds => {
  const known = new Map<string, boolean>()
  const textOf = (side: unknown) => (isLiteral(side) ? String(side) : values.get(keyOf(side)))
  const areEqual = ([one, other]: readonly unknown[]): boolean => textOf(one) === textOf(other)
  const isTrue = (expression: unknown): boolean => {
    const { Condition, 'Fn::Equals': comparison, 'Fn::Not': not, 'Fn::And': and, 'Fn::Or': or } = recordOf(expression)
    if (Array.isArray(comparison)) return areEqual(comparison)
    if (not !== undefined) return !list(not).some(isTrue)
    if (and !== undefined) return list(and).every(isTrue)
    if (or !== undefined) return list(or).some(isTrue)
    return holds(Condition)
  }
  const holds: Holds = (condition) => {
    const name = String(condition)
    // A condition that refers to itself never holds.
    if (!known.has(name)) known.set(name, false).set(name, isTrue(conditions[name]))
    return known.get(name) ?? false
  }
  return holds
}

/** A value with each `Fn::If` replaced by the branch taken; undefined for `AWS::NoValue`. */
const resolved = (value: unknown, holds: Holds): unknown => {
  if (Array.isArray(value)) return value.map((each) => resolved(each, holds)).filter((each) => each !== undefined)
  if (!isRecord(value)) return value
  if (value.Ref === 'AWS::NoValue') return undefined
  const choice = value['Fn::If']
  if (Array.isArray(choice)) return resolved(holds(choice[0]) ? choice[1] : choice[2], holds)
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]) => [key, resolved(each, holds)] as const)
      .filter(([, each]) => each !== undefined),
  )
}
