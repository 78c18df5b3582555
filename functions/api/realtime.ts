import { apiFunction } from '../platform/http.ts'
import { openRealtime } from './realtime/open-realtime.ts'

export const handler = apiFunction('realtime', { openRealtime })
