import * as z from 'zod'
import { anybody, rowsOf } from '../route-contract.ts'
import { Health, SiteConfig } from '../workspace.ts'

const row = rowsOf('meta')

export const metaRoutes = {
  getHealth: row('getHealth', { ...anybody, counts: 'none', response: Health }),
  getOpenApi: row('getOpenApi', { ...anybody, response: z.record(z.string(), z.unknown()) }),
  getConfig: row('getConfig', { ...anybody, response: SiteConfig }),
}
