import { type MetricHistory, newMetricHistory } from './metrics/history.ts'

/** Everything counted under one name and one set of dimensions since the host started. */
export interface MetricSummary {
  readonly namespace: string
  readonly name: string
  readonly unit: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
}

/** What CloudWatch would collect: the metrics that functions print, and Lambda's own for each function. */
export interface Metrics {
  /** Takes what a function prints, in pieces; lines in CloudWatch's embedded metric format are counted. */
  read(source: string, text: string): void
  add(namespace: string, name: string, unit: string, dimensions: Readonly<Record<string, string>>, value: number): void
  list(): readonly MetricSummary[]
  /** The same metrics by the minute, as far back as the dashboard reaches. */
  readonly history: MetricHistory
}

interface EmbeddedMetrics {
  readonly _aws?: {
    readonly CloudWatchMetrics?: readonly {
      readonly Namespace: string
      readonly Dimensions?: readonly (readonly string[])[]
      readonly Metrics: readonly { readonly Name: string; readonly Unit?: string }[]
    }[]
  }
  readonly [member: string]: unknown
}

const parse = (line: string): EmbeddedMetrics | undefined => {
  if (!line.includes('"_aws"')) return undefined
  try {
    return JSON.parse(line) as EmbeddedMetrics
  } catch {
    return undefined
  }
}

export const newMetrics = (): Metrics => {
  const summaries = new Map<string, MetricSummary>()
  const unfinished = new Map<string, string>()
  const history = newMetricHistory()

  const add: Metrics['add'] = (namespace, name, unit, dimensions, value) => {
    history.add({ namespace, name, dimensions }, value, new Date())
    const key = JSON.stringify([namespace, name, dimensions])
    const known = summaries.get(key)
    summaries.set(key, {
      namespace,
      name,
      unit,
      dimensions,
      count: (known?.count ?? 0) + 1,
      sum: (known?.sum ?? 0) + value,
      min: Math.min(known?.min ?? value, value),
      max: Math.max(known?.max ?? value, value),
    })
  }

  const addLine = (line: string): void => {
    const embedded = parse(line)
    for (const { Namespace, Dimensions = [[]], Metrics } of embedded?._aws?.CloudWatchMetrics ?? []) {
      for (const names of Dimensions) {
        const dimensions = Object.fromEntries(names.map((name) => [name, String(embedded?.[name])]))
        for (const { Name, Unit = 'None' } of Metrics) {
          for (const value of [embedded?.[Name]].flat()) {
            if (typeof value === 'number') add(Namespace, Name, Unit, dimensions, value)
          }
        }
      }
    }
  }

  return {
    add,
    read: (source, text) => {
      const lines = `${unfinished.get(source) ?? ''}${text}`.split('\n')
      unfinished.set(source, lines.pop() ?? '')
      lines.forEach(addLine)
    },
    list: () => [...summaries.values()],
    history,
  }
}
