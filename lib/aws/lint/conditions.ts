import { isRecord, list, record } from './template.ts'

/** Whether a condition holds: its name, or an expression over others. */
type Holds = (condition: unknown) => boolean

/**
 * The documents that CloudFormation may make of a template, by what its conditions compare.
 *
 * In the first, everything compared has the first of the values that it is compared with, in the next the second, or else
 * the last; in the last one it has none of them. In each, an `Fn::If` is the branch that is taken, and what a condition
 * leaves out is gone, as is `AWS::NoValue`. So nothing is judged beside what it never stands beside, such as one of two
 * rules with one priority, and nothing is taken for granted that is not always there. Branches that only some other
 * combination of values takes are not seen.
 *
 * @param document the parsed JSON; it is the only outcome if it has no conditions
 */
export const outcomesOf = (document: unknown): readonly unknown[] => {
  const { Conditions, Resources, ...others } = record(document)
  if (Conditions === undefined) return [document]
  const compared = comparedIn(Conditions)
  const most = Math.max(0, ...[...compared.values()].map((values) => values.length))
  return Array.from({ length: most + 1 }, (_each, place) => {
    const holds = conditionsWhere(record(Conditions), (left, right) => {
      const values = compared.get(left) ?? []
      return place < most && values[Math.min(place, values.length - 1)] === right
    })
    const made = Object.entries(record(Resources)).filter(([, body]) => {
      const { Condition } = record(body)
      return Condition === undefined || holds(Condition)
    })
    return { ...others, Resources: resolved(Object.fromEntries(made), holds) }
  })
}

/** Both sides of a comparison, as JSON: what is known only at a deployment, and its value. */
const sidesOf = (comparison: readonly unknown[]): readonly [left: string, right: string] => {
  const [one, other] = comparison
  const [left, right] = isRecord(one) ? [one, other] : [other, one]
  return [JSON.stringify(left ?? null), JSON.stringify(right ?? null)]
}

const comparisonsIn = (value: unknown): ReadonlyArray<readonly [left: string, right: string]> => {
  if (Array.isArray(value)) return value.flatMap(comparisonsIn)
  if (!isRecord(value)) return []
  const comparison = value['Fn::Equals']
  return Array.isArray(comparison) ? [sidesOf(comparison)] : Object.values(value).flatMap(comparisonsIn)
}

/** The different values that something is compared with, in the order of the text. */
const comparedIn = (conditions: unknown): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [...Map.groupBy(comparisonsIn(conditions), ([left]) => left)].map(([left, pairs]) => [
      left,
      [...new Set(pairs.map(([, right]) => right))],
    ]),
  )

const conditionsWhere = (
  conditions: Readonly<Record<string, unknown>>,
  isEqual: (left: string, right: string) => boolean,
): Holds => {
  /** @param above the names that it is asked for: one that asks for itself holds nowhere */
  const holds = (condition: unknown, above: readonly string[]): boolean => {
    if (typeof condition === 'string')
      return !above.includes(condition) && holds(conditions[condition], [...above, condition])
    const { Condition, 'Fn::Equals': comparison, 'Fn::Not': not, 'Fn::And': and, 'Fn::Or': or } = record(condition)
    if (Array.isArray(comparison)) return isEqual(...sidesOf(comparison))
    if (not !== undefined) return !list(not).some((each) => holds(each, above))
    if (and !== undefined) return list(and).every((each) => holds(each, above))
    if (or !== undefined) return list(or).some((each) => holds(each, above))
    return typeof Condition === 'string' && holds(Condition, above)
  }
  return (condition) => holds(condition, [])
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
