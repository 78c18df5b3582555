import * as z from 'zod'
import { setting } from './env.ts'
import { suggestByBedrock } from './model/bedrock.ts'
import { suggestEmbedded } from './model/embedded.ts'
import { ModelFailedError, type ModelRequest, type Suggested } from './model/request.ts'

const Provider = z.enum(['bedrock', 'embedded', 'off'])
type Provider = z.infer<typeof Provider>

const suggestOff = async (): Promise<Suggested> => {
  throw new ModelFailedError('triage by a model is switched off')
}

const providers: Readonly<Record<Provider, (request: ModelRequest) => Promise<Suggested>>> = {
  bedrock: suggestByBedrock,
  embedded: suggestEmbedded,
  off: suggestOff,
}

/** The provider that this installation asks. */
export const modelProvider = (): Provider => Provider.parse(setting('MODEL_PROVIDER'))

/**
 * Asks the configured model about a ticket.
 *
 * @throws ModelFailedError when it gives no usable answer
 */
export const suggest = (request: ModelRequest): Promise<Suggested> => providers[modelProvider()](request)
