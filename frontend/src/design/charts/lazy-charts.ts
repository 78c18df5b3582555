import { lazy } from 'react'

/** Charts and their library arrive when the first of them is wanted. */
export const LineChart = lazy(() => import('./line-chart.tsx').then(({ LineChart: chart }) => ({ default: chart })))
export const BarChart = lazy(() => import('./bar-chart.tsx').then(({ BarChart: chart }) => ({ default: chart })))
