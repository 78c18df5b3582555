import { isRecord, recordOf } from '../json-record.ts'
import { isPublished, type Term, unknownIdsIn } from './metrics.ts'
import { type Fault, faultsOf, isUnread, list, type Rule } from './template.ts'
import { jsonOf } from './template-json.ts'

/** Captures a search's namespace and the name of its metric. */
const SEARCHED = /^SEARCH\('\{"?([^,}"]+)"?[^}]*\}.*?\bMetricName="([^"]+)"/

/**
 * Namespace and name of each line of a widget that shows a metric or a search; lines that compute have none. In a line
 * `.` repeats one part of the line before, and `...` repeats that line.
 */
const shownBy = (metrics: readonly unknown[]): ReadonlyArray<readonly string[]> => {
  const shown: (readonly string[])[] = []
  let before: readonly string[] = []
  for (const metric of metrics) {
    const [first, second] = list(metric)
    const { expression } = recordOf(first)
    const searched = typeof expression === 'string' ? SEARCHED.exec(expression)?.slice(1) : undefined
    if (searched) shown.push(searched)
    if (typeof first !== 'string' || first === '...') continue
    const said = [first, String(second)].map((part, place) => (part === '.' ? (before[place] ?? part) : part))
    shown.push(said)
    before = said
  }
  return shown
}

/** A widget's line as a term of expressions; its settings are its last part. */
const termOf = (metric: unknown): Term => {
  const { id, expression } = recordOf(list(metric).at(-1))
  return { id, expression }
}

/** A dashboard's body is JSON, and its widgets show metrics that exist. */
export const dashboards: Rule = (template) =>
  template.of('CloudWatch::Dashboard').flatMap(({ id, properties }): Fault[] => {
    if (isUnread(properties.DashboardBody)) return []
    const body = jsonOf(properties.DashboardBody)
    if (!isRecord(body) || !Array.isArray(body.widgets))
      return [{ id, rule: 'dashboard', says: 'its body is no dashboard' }]
    const { faults, fault } = faultsOf(id)
    for (const widget of body.widgets) {
      const metrics = list(recordOf(recordOf(widget).properties).metrics)
      for (const [namespace = '', name = ''] of shownBy(metrics))
        if (!isPublished(template, namespace, name))
          fault('metric', `shows ${namespace} ${name}, which nobody publishes`)
      for (const name of unknownIdsIn(metrics.map(termOf)))
        fault('expression', `computes with ${name}, which its widget does not know`)
    }
    return faults
  })

/** Our template has a dashboard. */
export const ownDashboard: Rule = (template) =>
  template.of('CloudWatch::Dashboard').length > 0
    ? []
    : [{ id: 'Template', rule: 'dashboard-missing', says: 'has no dashboard' }]
