import { BUSINESS_METRICS, SPLIT_METRICS } from '../business-metrics.ts'
import { recordOf } from '../json-record.ts'
import { LISTED_METRICS, type MetricNames, USED_METRICS } from './metric-names.ts'
import { isMisspelt, isPieceOf } from './spelling.ts'
import { type LintTemplate, list, textOf } from './template.ts'

/** Whether a metric filter of the template publishes a metric. */
const isFiltered = (template: LintTemplate, namespace: string, name: string): boolean =>
  template
    .of('Logs::MetricFilter')
    .flatMap(({ properties }) => list(properties.MetricTransformations).map(recordOf))
    .some(({ MetricNamespace, MetricName }) => textOf(MetricNamespace) === namespace && textOf(MetricName) === name)

/** Metrics of our own functions; in other templates this namespace is unknown. */
const BUSINESS: MetricNames = {
  Plimsoll: new Set<string>([...BUSINESS_METRICS, ...Object.keys(SPLIT_METRICS)]),
}

const listedIn = (names: MetricNames, namespace: string): ReadonlySet<string> | undefined =>
  Object.hasOwn(names, namespace) ? names[namespace] : undefined

/** Every metric name that is known of any service. */
const OF_SERVICES: ReadonlySet<string> = new Set(
  [LISTED_METRICS, USED_METRICS].flatMap((names) => Object.values(names)).flatMap((names) => [...names]),
)

/**
 * Whether a name that is not known of a service is surely wrong: a metric of another service, a part of a known name,
 * such as a queue's attribute, a misspelt name, or the rate of a metric that is only counted.
 */
const isMistaken = (name: string, known: ReadonlySet<string>): boolean =>
  OF_SERVICES.has(name) ||
  isPieceOf(name, known) ||
  [name, name.replace(/Rate$/, '')].some((each) => isMisspelt(each, known))

/**
 * Whether a metric may be published. In our own template it must be listed. In others, an unknown namespace may be an
 * application's, and an unknown name a new metric of a service, unless `isMistaken` says otherwise.
 */
export const isPublished = (template: LintTemplate, namespace: string, name: string): boolean => {
  if (isFiltered(template, namespace, name)) return true
  if (template.isHouse)
    return [BUSINESS, LISTED_METRICS, USED_METRICS].some((names) => listedIn(names, namespace)?.has(name))
  const known = listedIn(LISTED_METRICS, namespace)
  return !known || known.has(name) || !isMistaken(name, known)
}

export interface Term {
  readonly id: unknown
  readonly expression: unknown
}

/** A search over metrics, or a Metrics Insights query: names in it do not refer to lines. */
const IS_QUERY = /^\s*(?:SEARCH|SELECT)\b/i

/** Ids of the lines that an expression uses; they begin with a small letter, and functions with a capital. */
export const namesIn = (expression: unknown): readonly string[] =>
  typeof expression === 'string' && !IS_QUERY.test(expression)
    ? (withoutTexts(expression).match(/\b[a-z]\w*/g) ?? [])
    : []

/** Ids that expressions use although no line has them. */
export const unknownIdsIn = (terms: readonly Term[]): readonly string[] => {
  const ids = new Set(terms.map(({ id }) => id))
  return terms.flatMap(({ expression }) => namesIn(expression)).filter((name) => !ids.has(name))
}

/** An expression without quoted texts and references, whose words are not ids of lines. */
const withoutTexts = (expression: string): string => expression.replaceAll(/'[^']*'|"[^"]*"|<[^<>]*>/g, '')
