import { readStatistics } from '../../stores/statistics.ts'
import { route } from '../pipeline/http.ts'

/** The figures of all tickets, from what has been counted. */
export const getStatistics = route('getStatistics', () => readStatistics(new Date()))
