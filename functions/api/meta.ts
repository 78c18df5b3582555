import { metaRoutes } from '../contracts/routes/meta.ts'
import { getConfig } from './meta/get-config.ts'
import { getHealth } from './meta/get-health.ts'
import { getOpenApi } from './meta/get-open-api.ts'
import { apiFunction } from './pipeline/http.ts'

export const handler = apiFunction(metaRoutes, { getHealth, getOpenApi, getConfig })
