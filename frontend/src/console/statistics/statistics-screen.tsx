import { AllStatistics } from '../admin/statistics/all-statistics.tsx'
import { useMe } from '../me.ts'
import { OwnStatistics } from './own-statistics.tsx'

/** An agent's own figures, or everybody's for an administrator. */
export const StatisticsScreen = () => (useMe().role === 'admin' ? <AllStatistics /> : <OwnStatistics />)
