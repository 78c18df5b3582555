import { isRecord, type JsonRecord, recordOf } from '../json-record.ts'
import { isLiteral, keyOf, keysIn, under, unfolded } from './condition-expressions.ts'
import { list } from './template.ts'

/**
 * What something known only at a deployment is: a text, or none of those that it is compared with. Of such others, those
 * of one number are equal.
 */
type Value = string | number

/** Values, by the JSON of what has them. */
type Values = ReadonlyMap<string, Value>

/** Whether a condition holds, by its name. */
type Holds = (name: unknown) => boolean

/** Up to so many combinations of values are all looked at: those of six things that each are one of two. */
const MOST_COMBINATIONS = 64

/**
 * The documents that CloudFormation may make of a template, by what its conditions compare: each value, and none of them
 * if a parameter's `AllowedValues` leave others.
 *
 * In each, an `Fn::If` is the branch that is taken, and what a condition leaves out is gone, as is `AWS::NoValue`. So
 * nothing is judged beside what it never stands beside, such as one of two rules with one priority, and nothing is taken
 * for granted that is not always there. Beyond `MOST_COMBINATIONS` each value still meets each other one, and each
 * condition is whatever it can be, unless it asks about so much by itself. What the template's `Rules` refuse is left out.
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
  // Rules that nothing keeps are read wrongly here.
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

/** Things that are compared with each other, directly or by way of others, in the order of the text. */
const groupsOf = (conditions: JsonRecord): ReadonlyArray<readonly string[]> => {
  const groups = new Map<string, readonly string[]>()
  for (const sides of comparisonsIn(conditions)) {
    const things = thingsIn({ 'Fn::Equals': sides })
    const joined = [...new Set([...things.flatMap((thing) => groups.get(thing) ?? []), ...things])]
    for (const thing of joined) groups.set(thing, joined)
  }
  return [...new Set(groups.values())]
}

/** Functions of `Rules` that compare no single texts. */
const OTHER_FUNCTIONS = /"Fn::(?!(?:Equals|And|Or|Not)")/

/** The rules of a template that bind what its conditions ask about, as conditions that hold. */
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

/** What patterns say in Java's words, and JavaScript reads otherwise. */
const IN_JAVA = /\\[pPAzZGQEhHRX]|&&/

/** Whether a pattern lets a parameter be a text; one that is read in Java alone is believed. */
const fits = (pattern: unknown, text: string): boolean => {
  if (typeof pattern !== 'string' || IN_JAVA.test(pattern)) return true
  try {
    return new RegExp(`^(?:${pattern})$`).test(text)
  } catch {
    return true
  }
}

/** Whether a parameter's limits let it be a text. */
const takes = ({ AllowedPattern, MinLength, MaxLength, MinValue, MaxValue }: JsonRecord, text: string): boolean =>
  fits(AllowedPattern, text) &&
  !(text.length < Number(MinLength) || text.length > Number(MaxLength)) &&
  !(Number(text) < Number(MinValue) || Number(text) > Number(MaxValue))

/**
 * What each thing may be: never nothing. Things that are compared with each other are asked about the same texts. The
 * first that is none of them is one other, the next is that or a second, and so on.
 */
const possibleValues = (
  conditions: JsonRecord,
  parameters: JsonRecord,
  keys: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly Value[]> => {
  const known = new Map(
    Object.entries(parameters)
      .map(([name, each]) => [keyOf({ Ref: name }), recordOf(each)] as const)
      // Limits of a parameter that is kept elsewhere are for its name there.
      .filter(([, { Type }]) => !String(Type).startsWith('AWS::SSM::')),
  )
  const allowedFor = (thing: string) => {
    const [allowed, found] = [list(known.get(thing)?.AllowedValues).map(String), keys.get(thing)]
    return allowed.length === 0 ? (found ?? []) : allowed.filter((value) => found?.includes(value) ?? true)
  }
  return new Map(
    groupsOf(conditions).flatMap((group) => {
      const literals = literalsFor(conditions, group)
      // So many of each as there are things are enough for any of them to be equal, or not.
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

/** What a condition asks about, by itself and by those that it names. */
const thingsBehind = (name: string, conditions: JsonRecord): readonly string[] => {
  const names = new Set<unknown>([name])
  // A set hands out what is added on the way.
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

/** Few combinations that hold all of some smaller ones, each in the first that says nothing else of the same things. */
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
    // One that asks for itself holds nowhere.
    if (!known.has(name)) known.set(name, false).set(name, isTrue(conditions[name]))
    return known.get(name) ?? false
  }
  return holds
}

/** A value with the branches that are taken; undefined if that is no value. */
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
