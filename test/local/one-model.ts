import { BedrockRuntimeClient, ConverseCommand, type ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import type { ModelServer } from '../../lib/local/model/server.ts'
import { startModel } from '../../lib/local/model.ts'
import { serve } from './one-service.ts'

export const modelId = 'us.amazon.nova-lite-v1:0'

/** What the classifier of these tests suggests for every text. */
const suggestion = { suggested_category: 'billing', suggested_priority: 'high', inner_score: 0.7 }

/** The emulated Bedrock on a port of its own, with a client that calls it once per call. */
export const startOneModel = async (server: ModelServer | undefined) => {
  const classified: string[] = []
  const model = await startModel({
    classify: async (text) => {
      classified.push(text)
      return suggestion
    },
    server,
  })
  const service = await serve('bedrock', model)
  const bedrock = new BedrockRuntimeClient(service.client)
  return {
    model,
    service,
    bedrock,
    /** Texts that were given to the classifier. */
    classified,
    close: async () => {
      bedrock.destroy()
      await service.close()
    },
  }
}

export type OneModel = Awaited<ReturnType<typeof startOneModel>>

/** A request as triage makes it, with one forced tool. */
export const aRequest = (changes: Partial<ConverseCommandInput> = {}): ConverseCommand =>
  new ConverseCommand({
    modelId,
    system: [{ text: 'You triage tickets.' }],
    messages: [{ role: 'user', content: [{ text: 'I was charged twice' }] }],
    inferenceConfig: { maxTokens: 400, temperature: 0 },
    toolConfig: {
      tools: [
        {
          toolSpec: {
            name: 'record_triage',
            description: 'Records the triage of a ticket.',
            inputSchema: {
              json: {
                type: 'object',
                properties: { suggested_category: { type: 'string' }, suggested_priority: { type: 'string' } },
              },
            },
          },
        },
      ],
      toolChoice: { tool: { name: 'record_triage' } },
    },
    ...changes,
  })
