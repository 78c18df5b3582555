import { setting } from '../../platform/env.ts'
import { route } from '../pipeline/http.ts'

export const getHealth = route('getHealth', async () => ({ status: 'ok', version: setting('VERSION') }))
