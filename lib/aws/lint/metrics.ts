import { BUSINESS_METRICS, SPLIT_METRICS } from '../business-metrics.ts'
import { recordOf } from '../json-record.ts'
import { LISTED_METRICS, type MetricNames, USED_METRICS } from './metric-names.ts'
import { isMisspelt, isPieceOf } from './spelling.ts'
import { type LintTemplate, list, textOf } from './template.ts'

/** Whether something in the template makes a metric of what a log says. */
const isFiltered = (template: LintTemplate, namespace: string, name: string): boolean =>
  template
    .of('Logs::MetricFilter')
    .flatMap(({ properties }) => list(properties.MetricTransformations).map(recordOf))
    .some(({ MetricNamespace, MetricName }) => textOf(MetricNamespace) === namespace && textOf(MetricName) === name)

/** What our own functions say; anybody else's namespace of that name is theirs. */
const BUSINESS: MetricNames = {
  Plimsoll: new Set<string>([...BUSINESS_METRICS, ...Object.keys(SPLIT_METRICS)]),
}

const listedIn = (names: MetricNames, namespace: string): ReadonlySet<string> | undefined =>
  Object.hasOwn(names, namespace) ? names[namespace] : undefined

/** Every name that some service is known to publish. */
const OF_SERVICES: ReadonlySet<string> = new Set(
  [LISTED_METRICS, USED_METRICS].flatMap((names) => Object.values(names)).flatMap((names) => [...names]),
)

/**
 * Whether a name that a service is not known to publish is none: nearly a known one or a piece of it, such as a queue's
 * attribute, what another service publishes, or the rate of what is only counted.
 */
const isMistaken = (name: string, known: ReadonlySet<string>): boolean =>
  OF_SERVICES.has(name) ||
  isPieceOf(name, known) ||
  [name, name.replace(/Rate$/, '')].some((each) => isMisspelt(each, known))

/**
 * Whether somebody publishes a metric. In our own house what is not listed is a slip; elsewhere a namespace may be another
 * service's, or the application's, and a name one that a service began to publish yesterday, unless it is surely mistaken.
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

/** A search over metrics, or a query of Metrics Insights: no name in it is a line's. */
const IS_QUERY = /^\s*(?:SEARCH|SELECT)\b/i

/** Names of lines that an expression computes with; functions are in capitals. */
export const namesIn = (expression: unknown): readonly string[] =>
  typeof expression === 'string' && !IS_QUERY.test(expression)
    ? (withoutTexts(expression).match(/\b[a-z]\w*/g) ?? [])
    : []

/** Names that an expression uses though no line beside it goes by them. */
export const unknownIdsIn = (terms: readonly Term[]): readonly string[] => {
  const ids = new Set(terms.map(({ id }) => id))
  return terms.flatMap(({ expression }) => namesIn(expression)).filter((name) => !ids.has(name))
}

/** Quoted texts, and searches within a computation, name nothing that is computed with. */
const withoutTexts = (expression: string): string => expression.replaceAll(/'[^']*'|"[^"]*"|<[^<>]*>/g, '')
