import { isRecord, list, record } from './template.ts'

type Json = Readonly<Record<string, unknown>>

/** Values, by the JSON of what is known only at a deployment; undefined is none of those that it is compared with. */
type Values = ReadonlyMap<string, string | undefined>

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
 * condition is whatever it can be, unless it asks about so much by itself.
 *
 * @param document the parsed JSON; it is the only outcome if it has no conditions
 */
export const outcomesOf = (document: unknown): readonly unknown[] => {
  const { Conditions, Resources, ...others } = record(document)
  if (Conditions === undefined) return [document]
  const conditions = record(Conditions)
  const possible = possibleValues(conditions, record(others.Parameters))
  const ways = combinationsOf(conditions, possible).map((values) => holdsWhere(conditions, values))
  const different = new Map(ways.map((holds) => [Object.keys(conditions).map(holds).join(), holds]))
  return [...different.values()].map((holds) => {
    const made = Object.entries(record(Resources)).filter(([, body]) => {
      const { Condition } = record(body)
      return Condition === undefined || holds(Condition)
    })
    return { ...others, Resources: resolved(Object.fromEntries(made), holds) }
  })
}

const isLiteral = (side: unknown): boolean => typeof side !== 'object'

const keyOf = (side: unknown): string => JSON.stringify(side)

/** What two sides are that are both known only at a deployment: they have the value `true`, or are not equal. */
const pairOf = (one: unknown, other: unknown): string => keyOf([one, other].map(keyOf).toSorted())

/** What a comparison asks about, and which value; nothing if both sides are literals. */
const askedBy = ([one, other]: readonly unknown[]): ReadonlyArray<readonly [thing: string, value: string]> => {
  if (isLiteral(one) && isLiteral(other)) return []
  if (isLiteral(other)) return [[keyOf(one), String(other)]]
  return isLiteral(one) ? [[keyOf(other), String(one)]] : [[pairOf(one, other), 'true']]
}

/** Everything in an expression of conditions that stands under a key, such as each comparison. */
const under = (key: string, expression: unknown): readonly unknown[] => {
  if (Array.isArray(expression)) return expression.flatMap((each) => under(key, each))
  return Object.entries(record(expression)).flatMap(([name, value]) => (name === key ? [value] : under(key, value)))
}

const askedIn = (expression: unknown): ReadonlyArray<readonly [thing: string, value: string]> =>
  under('Fn::Equals', expression).flatMap((comparison) => askedBy(list(comparison)))

/** What each thing may be, in the order of the text: never nothing. */
const possibleValues = (conditions: Json, parameters: Json): ReadonlyMap<string, ReadonlyArray<string | undefined>> => {
  const allowedOf = new Map(
    Object.entries(parameters).map(([name, parameter]) => [
      keyOf({ Ref: name }),
      list(record(parameter).AllowedValues).map(String),
    ]),
  )
  return new Map(
    [...Map.groupBy(askedIn(conditions), ([thing]) => thing)].map(([thing, asked]) => {
      const compared = [...new Set(asked.map(([, value]) => value))]
      const allowed = allowedOf.get(thing) ?? []
      if (allowed.length === 0) return [thing, [...compared, undefined]]
      const others = allowed.every((value) => compared.includes(value)) ? [] : [undefined]
      return [thing, [...compared.filter((value) => allowed.includes(value)), ...others]]
    }),
  )
}

/** What a condition asks about, by itself and by those that it names. */
const thingsBehind = (name: string, conditions: Json): readonly string[] => {
  const names = new Set<unknown>([name])
  // A set hands out what is added on the way.
  for (const each of names) for (const next of under('Condition', conditions[String(each)])) names.add(next)
  const asked = [...names].flatMap((each) => askedIn(conditions[String(each)]))
  return [...new Set(asked.map(([thing]) => thing))]
}

const combinationsOf = (
  conditions: Json,
  possible: ReadonlyMap<string, ReadonlyArray<string | undefined>>,
): readonly Values[] => {
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
  const first = things.map((thing) => [thing, valuesOf(thing)[0]] as const)
  return packed(parts).map((values) => new Map([...first, ...values]))
}

/** Few combinations that hold all of some smaller ones, each in the first that says nothing else of the same things. */
const packed = (parts: readonly Values[]): readonly Values[] => {
  const wholes: Map<string, string | undefined>[] = []
  for (const part of parts) {
    const whole = wholes.find((values) =>
      [...part].every(([thing, value]) => !values.has(thing) || values.get(thing) === value),
    )
    if (!whole) wholes.push(new Map(part))
    else for (const [thing, value] of part) whole.set(thing, value)
  }
  return wholes
}

const holdsWhere = (conditions: Json, values: Values): Holds => {
  const known = new Map<string, boolean>()
  const textOf = (side: unknown) => (isLiteral(side) ? String(side) : values.get(keyOf(side)))
  const areEqual = ([one, other]: readonly unknown[]): boolean => {
    const [left, right] = [textOf(one), textOf(other)]
    if (left !== undefined && right !== undefined) return left === right
    return values.get(pairOf(one, other)) === 'true'
  }
  const isTrue = (expression: unknown): boolean => {
    const { Condition, 'Fn::Equals': comparison, 'Fn::Not': not, 'Fn::And': and, 'Fn::Or': or } = record(expression)
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
