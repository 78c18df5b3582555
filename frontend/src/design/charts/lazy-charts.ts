import { type ComponentType, lazy } from 'react'

/** Replaces a chart whose code did not load: the sentence and the table say what it would. */
const NoChart = () => null

const late = <Props extends object>(load: () => Promise<ComponentType<Props>>) =>
  lazy(async (): Promise<{ default: ComponentType<Props> }> => ({ default: await load().catch(() => NoChart) }))

/** The charts and their library are loaded when the first chart is rendered. */
export const LineChart = late(() => import('./line-chart.tsx').then((module) => module.LineChart))
export const BarChart = late(() => import('./bar-chart.tsx').then((module) => module.BarChart))
