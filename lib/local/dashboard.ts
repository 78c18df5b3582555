import { type Formula, readFormula } from './dashboard/math.ts'
import { type MetricHistory, minuteOf, type Series } from './metrics/history.ts'
import type { Template } from './template.ts'

/** Minutes that a graph shows. */
export const SHOWN_MINUTES = 60

export interface Line {
  readonly label: string
  /** Which of the two scales it belongs to. */
  readonly axis: 'left' | 'right'
  /** A value for each minute shown, oldest first; each covers the metric's period up to that minute. */
  readonly points: readonly (number | undefined)[]
}

/** A widget of the dashboard, in the grid of 24 columns that CloudWatch has. */
export type Widget =
  | { readonly kind: 'text'; readonly width: number; readonly title: string; readonly says: string }
  | { readonly kind: 'graph'; readonly width: number; readonly title: string; readonly lines: readonly Line[] }

/** The template's dashboard with the figures of this machine, as of a moment. */
export type Dashboard = (now: Date) => readonly Widget[]

interface Options {
  readonly id?: string
  readonly label?: string
  readonly stat?: string
  readonly period?: number
  readonly visible?: boolean
  readonly expression?: string
  readonly yAxis?: 'left' | 'right'
}

interface WidgetBody {
  readonly type: string
  readonly width: number
  readonly properties: {
    readonly markdown?: string
    readonly title?: string
    readonly metrics?: readonly (readonly unknown[])[]
  }
}

/** CloudWatch's defaults where a metric names none. */
const DEFAULT_PERIOD_SECONDS = 300
const DEFAULT_STATISTIC = 'Average'

/** What a line shows at a minute. */
type Values = (minute: number) => number | undefined

interface Source {
  readonly options: Options
  /** The lines that it currently yields: one, or all that a search finds. */
  readonly lines: () => readonly { readonly label: string; readonly values: Values }[]
}

const SEARCH = /^SEARCH\('\{([^,}]+),([^}]*)\} MetricName="([^"]+)"((?: \w+="[^"]*")*)', '([^']+)'\)$/

const optionsOf = (metric: readonly unknown[]): Options => {
  const last = metric.at(-1)
  return typeof last === 'object' && last !== null ? last : {}
}

const minutesOf = ({ period }: Options): number => (period ?? DEFAULT_PERIOD_SECONDS) / 60

const pairsOf = (names: readonly unknown[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name, place) => (place % 2 === 0 ? [[String(name), String(names[place + 1])]] : [])),
  )

/**
 * Reads the template's dashboard; a template without one has no widgets.
 *
 * @param since when counting began; earlier minutes have no value, even where an expression would fill one in
 * @throws Error for an expression or a search that is not known on this machine
 */
export const openDashboard = (template: Template, history: MetricHistory, since: Date): Dashboard => {
  const [resource] = template.resourcesOf('AWS::CloudWatch::Dashboard')
  if (!resource) return () => []
  const { widgets } = JSON.parse(template.text(resource.properties.DashboardBody)) as {
    readonly widgets: readonly WidgetBody[]
  }
  const first = minuteOf(since)
  // On this machine a function's metrics carry the name of its bundle.
  const bundles = new Map(
    template
      .resourcesOf('AWS::Lambda::Function')
      .map(({ logicalId, metadata }) => [template.nameOf(logicalId), String(metadata['local:bundle'])]),
  )
  const seriesOf = ([namespace, name, ...rest]: readonly unknown[]): Series => {
    const dimensions = pairsOf(rest.filter((part) => typeof part !== 'object'))
    const { FunctionName } = dimensions
    const local = FunctionName === undefined ? dimensions : { FunctionName: bundles.get(FunctionName) ?? FunctionName }
    return { namespace: String(namespace), name: String(name), dimensions: local }
  }

  const metricSource = (metric: readonly unknown[], options: Options): Source => {
    const series = seriesOf(metric)
    const { label = series.name, stat = DEFAULT_STATISTIC } = options
    const values: Values = (minute) => history.statistic(series, stat, minute, minutesOf(options))
    return { options, lines: () => [{ label, values }] }
  }

  const searchSource = (expression: string, options: Options): Source => {
    const [, namespace = '', names = '', name = '', wanted = '', stat = ''] = SEARCH.exec(expression) ?? []
    if (!namespace) throw new Error(`the search ${expression} is not known on this machine`)
    const fixed = [...wanted.matchAll(/(\w+)="([^"]*)"/g)]
    const isWanted = ({ dimensions }: Series) => fixed.every(([, key = '', value]) => dimensions[key] === value)
    const free = names.split(',').filter((each) => !fixed.some(([, key]) => key === each))
    return {
      options,
      lines: () =>
        history
          .find(namespace, name, names.split(','))
          .filter(isWanted)
          .map((series) => ({
            label: free.map((each) => series.dimensions[each]).join(' '),
            values: (minute) => history.statistic(series, stat, minute, minutesOf(options)),
          })),
    }
  }

  const graphOf = (metrics: readonly (readonly unknown[])[]): readonly Source[] => {
    const byId = new Map<string, Values>()
    const formulaSource = (expression: string, options: Options): Source => {
      const formula: Formula = readFormula(expression)
      const values: Values = (minute) => formula((id) => byId.get(id)?.(minute))
      return { options, lines: () => [{ label: options.label ?? expression, values }] }
    }
    const sources = metrics.map((metric): Source => {
      const options = optionsOf(metric)
      const { expression } = options
      if (expression === undefined) return metricSource(metric, options)
      return expression.startsWith('SEARCH(') ? searchSource(expression, options) : formulaSource(expression, options)
    })
    for (const { options, lines } of sources) {
      const [only] = options.id === undefined ? [] : lines()
      if (options.id !== undefined && only) byId.set(options.id, only.values)
    }
    return sources.filter(({ options }) => options.visible !== false)
  }

  const drawn = widgets.map(({ type, width, properties }) => {
    const [title = '', ...says] = (properties.markdown ?? '').replace(/^# /, '').split('\n')
    if (type === 'text') return () => ({ kind: 'text', width, title, says: says.join(' ') }) as const
    const sources = graphOf(properties.metrics ?? [])
    return (minutes: readonly number[]) =>
      ({
        kind: 'graph',
        width,
        title: properties.title ?? '',
        lines: sources.flatMap(({ options, lines }) =>
          lines().map(
            ({ label, values }): Line => ({
              label,
              axis: options.yAxis ?? 'left',
              points: minutes.map((minute) => (minute < first ? undefined : values(minute))),
            }),
          ),
        ),
      }) as const
  })
  return (now) => {
    const last = minuteOf(now)
    const minutes = Array.from({ length: SHOWN_MINUTES }, (_, place) => last - SHOWN_MINUTES + 1 + place)
    return drawn.map((widget): Widget => widget(minutes))
  }
}
