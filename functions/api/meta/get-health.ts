import { setting } from '../../platform/env.ts'
import { route } from '../../platform/http.ts'

export const getHealth = route('getHealth', async () => ({ status: 'ok', version: setting('VERSION') }))
