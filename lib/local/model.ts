import { randomUUID } from 'node:crypto'
import { ACCOUNT, type AwsCall, AwsError, type AwsService, type NeededRight, REGION } from './aws-service.ts'
import {
  type ConverseAnswer,
  type ConverseBody,
  converseBodyOf,
  estimatedUsage,
  forcedTool,
  ticketTextOf,
} from './model/conversation.ts'
import { askServer, type ModelServer } from './model/server.ts'

export const modelBehaviours = ['normal', 'throttle', 'hang', 'garbage', 'wrong_enum', 'string_input', 'down'] as const
export type ModelBehaviour = (typeof modelBehaviours)[number]

export interface ModelOptions {
  /** Suggests what a ticket's text is about; its fields fill the tool's input by name. */
  readonly classify: (text: string) => Promise<Readonly<Record<string, unknown>>>
  /** Answers instead of `classify` if given. */
  readonly server: ModelServer | undefined
}

/** One Converse request as the service received it. */
export interface ConverseRequest {
  readonly modelId: string
  readonly caller: string
  readonly body: ConverseBody
}

/** Bedrock Runtime (`bedrock`): Converse with one forced tool. */
export interface Model extends AwsService {
  /** Ends hanging calls with an error. */
  setBehaviour(behaviour: ModelBehaviour): void
  /** The last 1,000 requests, oldest first. */
  requests(): readonly ConverseRequest[]
}

const KEPT_REQUESTS = 1000
/** Prefixes of inference profiles that spread a model over regions. */
const PROFILE_PREFIX = /^(?:us|us-gov|eu|apac|au|ca|jp|global)\./

/** @throws AwsError UnknownOperationException for anything but Converse */
const modelIdOf = (call: AwsCall): string => {
  const [, encoded] = /^\/model\/([^/]+)\/converse$/.exec(call.path) ?? []
  if (call.method !== 'POST' || !encoded) {
    throw new AwsError(404, 'UnknownOperationException', `the local model does not emulate ${call.method} ${call.path}`)
  }
  return decodeURIComponent(encoded)
}

/**
 * ARNs on which a caller needs the right to invoke. For an inference profile: the profile and its model, and for a
 * global profile also the model without a region. For a model's id or ARN: the model alone.
 */
export const modelResourcesOf = (modelId: string): readonly string[] => {
  if (/^arn:.+:(?:foundation|provisioned)-model\//.test(modelId)) return [modelId]
  const name = modelId.startsWith('arn:') ? modelId.slice(modelId.indexOf('/') + 1) : modelId
  const modelIn = (region: string) => `arn:aws:bedrock:${region}::foundation-model/${name.replace(PROFILE_PREFIX, '')}`
  if (!PROFILE_PREFIX.test(name)) return [modelIn(REGION)]
  const profile = `arn:aws:bedrock:${REGION}:${ACCOUNT}:inference-profile/${name}`
  return [profile, modelIn(REGION), ...(name.startsWith('global.') ? [modelIn('')] : [])]
}

const unavailable = (): AwsError =>
  new AwsError(503, 'ServiceUnavailableException', 'The service is currently unavailable.')

export const startModel = async ({ classify, server }: ModelOptions): Promise<Model> => {
  const requests: ConverseRequest[] = []
  const hanging = new Set<(refusal: AwsError) => void>()
  const closing = new AbortController()
  let behaviour: ModelBehaviour = 'normal'

  const letGo = () => {
    for (const refuse of hanging) refuse(unavailable())
    hanging.clear()
  }

  /** The tool's input: those of the classifier's fields that the tool's schema names. */
  const toolInput = async (body: ConverseBody): Promise<Readonly<Record<string, unknown>>> => {
    const suggestion = await classify(ticketTextOf(body))
    const { fields } = forcedTool(body)
    const input = Object.fromEntries(Object.entries(suggestion).filter(([name]) => fields.includes(name)))
    return behaviour === 'wrong_enum' ? { ...input, suggested_category: 'astrology' } : input
  }

  const ownAnswer = async (body: ConverseBody): Promise<ConverseAnswer> => {
    const { name } = forcedTool(body)
    const input = await toolInput(body)
    const written = behaviour === 'string_input' ? JSON.stringify(input) : input
    return {
      content: [{ toolUse: { toolUseId: `tooluse_${randomUUID()}`, name, input: written } }],
      stopReason: 'tool_use',
      usage: estimatedUsage(body, JSON.stringify(input)),
    }
  }

  const converse = async (body: ConverseBody): Promise<ConverseAnswer> => {
    if (behaviour === 'throttle') throw new AwsError(429, 'ThrottlingException', 'Too many requests, please wait.')
    if (behaviour === 'down') throw unavailable()
    if (behaviour === 'hang') return new Promise((_resolve, reject) => hanging.add(reject))
    if (behaviour === 'garbage') {
      const text = 'Certainly! {"suggested_category": "bil'
      return { content: [{ text }], stopReason: 'end_turn', usage: estimatedUsage(body, text) }
    }
    return server && behaviour === 'normal' ? askServer(server, body, closing.signal) : ownAnswer(body)
  }

  return {
    rights: (call): readonly NeededRight[] =>
      modelResourcesOf(modelIdOf(call)).map((resource) => ({ action: 'bedrock:InvokeModel', resource })),

    answer: async (call) => {
      const started = performance.now()
      const body = converseBodyOf(call.body)
      requests.push({ modelId: modelIdOf(call), caller: call.caller, body })
      if (requests.length > KEPT_REQUESTS) requests.shift()
      const { content, stopReason, usage } = await converse(body)
      const answer = {
        output: { message: { role: 'assistant', content } },
        stopReason,
        usage,
        metrics: { latencyMs: Math.round(performance.now() - started) },
      }
      return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) }
    },

    setBehaviour: (next) => {
      behaviour = next
      letGo()
    },

    requests: () => [...requests],

    close: async () => {
      closing.abort()
      letGo()
    },
  }
}
