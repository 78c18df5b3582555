import { realtimeRoutes } from '../contracts/routes/realtime.ts'
import { apiFunction } from './pipeline/http.ts'
import { openRealtime } from './realtime/open-realtime.ts'

export const handler = apiFunction(realtimeRoutes, { openRealtime })
