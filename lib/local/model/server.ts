import { AwsError } from '../aws-service.ts'
import { type ConverseAnswer, type ConverseBody, estimatedUsage, systemTextOf, turnsOf } from './conversation.ts'

/** A server that speaks OpenAI's chat completions. */
export interface ModelServer {
  /** Origin, such as `http://127.0.0.1:8080`. */
  readonly url: string
  /** The model's name on that server. */
  readonly model: string
}

/** The parts of a chat completion that are used. */
interface Completion {
  readonly choices?: readonly {
    readonly finish_reason?: string
    readonly message?: {
      readonly content?: string | null
      readonly tool_calls?: readonly {
        readonly id?: string
        readonly function: { readonly name: string; readonly arguments: string }
      }[]
    }
  }[]
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number; readonly total_tokens: number }
}

/** Longer than any caller waits, in milliseconds, so that the server does not go on working for nobody. */
const LONGEST_ANSWER = 30_000
/** Name that servers of a single model accept. */
const ANY_MODEL = 'default'

/** The server named by `PLIMSOLL_MODEL_URL` and `PLIMSOLL_MODEL_NAME`, if the URL is set. */
export const modelServerOf = (environment: Readonly<Record<string, string | undefined>>): ModelServer | undefined => {
  const url = environment.PLIMSOLL_MODEL_URL
  return url ? { url: url.replace(/\/$/, ''), model: environment.PLIMSOLL_MODEL_NAME || ANY_MODEL } : undefined
}

const chatOf = (body: ConverseBody, model: string): object => {
  const { maxTokens, temperature, topP, stopSequences } = body.inferenceConfig ?? {}
  const system = systemTextOf(body)
  const forced = body.toolConfig?.toolChoice?.tool?.name
  return {
    model,
    messages: [...(system ? [{ role: 'system', content: system }] : []), ...turnsOf(body)],
    max_tokens: maxTokens,
    temperature,
    top_p: topP,
    stop: stopSequences,
    tools: body.toolConfig?.tools.map(({ toolSpec }) => ({
      type: 'function',
      function: { name: toolSpec?.name, description: toolSpec?.description, parameters: toolSpec?.inputSchema.json },
    })),
    ...(forced && { tool_choice: { type: 'function', function: { name: forced } } }),
  }
}

/** Arguments that are not JSON stay text, as models on Bedrock have been seen to answer. */
const inputOf = (written: string): unknown => {
  try {
    return JSON.parse(written)
  } catch {
    return written
  }
}

/** How an answer without a tool call ended, in Bedrock's words. */
const endOf = (reason: string | undefined) => (reason === 'length' ? 'max_tokens' : 'end_turn')

const converseAnswerOf = (body: ConverseBody, completion: Completion): ConverseAnswer => {
  const choice = completion.choices?.[0]
  const text = choice?.message?.content ?? ''
  const calls = choice?.message?.tool_calls ?? []
  const { prompt_tokens, completion_tokens, total_tokens } = completion.usage ?? {}
  const counted = prompt_tokens !== undefined && completion_tokens !== undefined && total_tokens !== undefined
  return {
    content: [
      ...(text ? [{ text }] : []),
      ...calls.map(({ id, function: { name, arguments: written } }, index) => ({
        toolUse: { toolUseId: id ?? `call_${index}`, name, input: inputOf(written) },
      })),
    ],
    stopReason: calls.length > 0 ? 'tool_use' : endOf(choice?.finish_reason),
    usage: counted
      ? { inputTokens: prompt_tokens, outputTokens: completion_tokens, totalTokens: total_tokens }
      : estimatedUsage(body, text),
  }
}

/**
 * Sends a Converse request to the server and returns its answer.
 *
 * @throws AwsError ThrottlingException for its 429, ServiceUnavailableException if it does not answer or answers
 * anything else
 */
export const askServer = async (
  server: ModelServer,
  body: ConverseBody,
  signal: AbortSignal,
): Promise<ConverseAnswer> => {
  const response = await fetch(`${server.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(chatOf(body, server.model)),
    signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_ANSWER)]),
  }).catch((cause: unknown) => {
    throw new AwsError(503, 'ServiceUnavailableException', `no answer from ${server.url}: ${String(cause)}`)
  })
  if (response.status === 429) throw new AwsError(429, 'ThrottlingException', 'Too many requests, please wait.')
  if (!response.ok) {
    throw new AwsError(503, 'ServiceUnavailableException', `${server.url} answered ${response.status}`)
  }
  return converseAnswerOf(body, (await response.json()) as Completion)
}
