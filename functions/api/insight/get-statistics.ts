import { route } from '../../platform/http.ts'
import { readStatistics } from '../../stores/statistics.ts'

/** The figures of all tickets, from what has been counted. */
export const getStatistics = route('getStatistics', () => readStatistics(new Date()))
