import { metaRoutes } from '../contracts/meta-routes.ts'
import { apiFunction } from '../platform/http.ts'
import { getConfig } from './meta/get-config.ts'
import { getHealth } from './meta/get-health.ts'
import { getOpenApi } from './meta/get-open-api.ts'

export const handler = apiFunction(metaRoutes, { getHealth, getOpenApi, getConfig })
