import { setting } from '../../platform/env.ts'
import { route } from '../pipeline/http.ts'
import { openApiDocument } from './open-api.ts'

let document: Record<string, unknown> | undefined

/** The HTTP API as OpenAPI 3.1; made once per instance. */
export const getOpenApi = route('getOpenApi', async () => {
  document ??= openApiDocument(setting('VERSION'))
  return document
})
