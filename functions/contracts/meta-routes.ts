import * as z from 'zod'
import { everyone, rowsOf } from './route-contract.ts'
import { Health, SiteConfig } from './workspace.ts'

const row = rowsOf('meta')

export const metaRoutes = {
  getHealth: row('getHealth', { who: everyone, response: Health }),
  getOpenApi: row('getOpenApi', { who: everyone, response: z.record(z.string(), z.unknown()) }),
  getConfig: row('getConfig', { who: everyone, response: SiteConfig }),
}
