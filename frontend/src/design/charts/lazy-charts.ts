import { type ComponentType, lazy } from 'react'

/** In place of a chart whose program did not arrive: its sentence and its table say the same. */
const NoChart = () => null

const late = <Props extends object>(load: () => Promise<ComponentType<Props>>) =>
  lazy(async (): Promise<{ default: ComponentType<Props> }> => ({ default: await load().catch(() => NoChart) }))

/** Charts and their library arrive when the first of them is wanted. */
export const LineChart = late(() => import('./line-chart.tsx').then((module) => module.LineChart))
export const BarChart = late(() => import('./bar-chart.tsx').then((module) => module.BarChart))
