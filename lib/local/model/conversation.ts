import { AwsError } from '../aws-service.ts'

/** A part of a message: text, an earlier tool call, or its result. */
interface Block {
  readonly text?: string
  readonly toolUse?: { readonly input: unknown }
  readonly toolResult?: { readonly content: readonly { readonly text?: string }[] }
}

/** The parts of a Converse request that are used. */
export interface ConverseBody {
  readonly system?: readonly { readonly text?: string }[]
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: readonly Block[] }[]
  readonly inferenceConfig?: {
    readonly maxTokens?: number
    readonly temperature?: number
    readonly topP?: number
    readonly stopSequences?: readonly string[]
  }
  readonly toolConfig?: {
    readonly tools: readonly { readonly toolSpec?: ToolSpec }[]
    readonly toolChoice?: { readonly tool?: { readonly name: string } }
  }
}

interface ToolSpec {
  readonly name: string
  readonly description?: string
  readonly inputSchema: { readonly json: { readonly properties?: Readonly<Record<string, unknown>> } }
}

/** Tokens as Bedrock counts them. */
interface Usage {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly totalTokens: number
}

export interface ConverseAnswer {
  readonly content: readonly (
    | { readonly text: string }
    | { readonly toolUse: { readonly toolUseId: string; readonly name: string; readonly input: unknown } }
  )[]
  readonly stopReason: 'tool_use' | 'end_turn' | 'max_tokens'
  readonly usage: Usage
}

/** Roughly, for English text. */
const CHARACTERS_PER_TOKEN = 4

const invalid = (message: string): AwsError => new AwsError(400, 'ValidationException', message)

/** @throws AwsError ValidationException unless the conversation begins with the user and ends with the user */
export const converseBodyOf = (wire: Buffer): ConverseBody => {
  const body = parsed(wire)
  const messages = body?.messages
  if (!Array.isArray(messages) || messages.length === 0) throw invalid('a conversation must have at least one message')
  if (messages[0]?.role !== 'user') throw invalid('A conversation must start with a user message.')
  if (messages.at(-1)?.role !== 'user') throw invalid('A conversation must end with a user message.')
  if (!messages.every(({ content }) => Array.isArray(content) && content.length > 0)) {
    throw invalid('The content field in a message must not be empty.')
  }
  return body
}

/** The JSON is assumed to be a request; `converseBodyOf` and `forcedTool` check the parts that are read. */
const parsed = (wire: Buffer): ConverseBody => {
  try {
    return JSON.parse(wire.toString('utf8')) as ConverseBody
  } catch {
    throw new AwsError(400, 'SerializationException', 'the body is not JSON')
  }
}

/**
 * The tool that the request forces, with the names of its input's fields.
 *
 * @throws AwsError ValidationException if none is forced: the classifier cannot chat
 */
export const forcedTool = (body: ConverseBody): { readonly name: string; readonly fields: readonly string[] } => {
  const name = body.toolConfig?.toolChoice?.tool?.name
  const tool = body.toolConfig?.tools.find(({ toolSpec }) => toolSpec?.name === name)?.toolSpec
  if (!name || !tool) throw invalid('the local model answers only with a tool that toolConfig.toolChoice names')
  return { name, fields: Object.keys(tool.inputSchema.json.properties ?? {}) }
}

const textOf = (content: readonly Block[]): string =>
  content
    .map(({ text, toolUse, toolResult }) => {
      if (toolUse) return JSON.stringify(toolUse.input)
      return toolResult ? textOf(toolResult.content) : (text ?? '')
    })
    .join('\n')

/** The text of a delimited JSON value: the string itself, or an object's strings in order. */
const saidBy = (json: string): string | undefined => {
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value === 'string') return value
    if (typeof value !== 'object' || value === null) return undefined
    return Object.values(value)
      .filter((part) => typeof part === 'string')
      .join('\n')
  } catch {
    return undefined
  }
}

/**
 * The ticket's text within the prompt: the JSON between the last pair of tags of the first user message, such as
 * `<ticket>"…"</ticket>`; without such a pair the whole message. (Later messages are requests to repair an answer.)
 */
export const ticketTextOf = (body: ConverseBody): string => {
  const message = textOf(body.messages[0]?.content ?? [])
  const delimited = [...message.matchAll(/<([a-z_]+)>\s*(["{].*?["}])\s*<\/\1>/gs)].at(-1)?.[2]
  return (delimited && saidBy(delimited)) ?? message
}

export const systemTextOf = (body: ConverseBody): string => textOf(body.system ?? [])

/** Messages as plain text: a tool call as its input, a tool's result as its text. */
export const turnsOf = (body: ConverseBody): readonly { readonly role: string; readonly content: string }[] =>
  body.messages.map(({ role, content }) => ({ role, content: textOf(content) }))

/** An estimate from the number of characters. */
export const estimatedUsage = (body: ConverseBody, answer: string): Usage => {
  const inputTokens = Math.ceil(JSON.stringify(body).length / CHARACTERS_PER_TOKEN)
  const outputTokens = Math.ceil(answer.length / CHARACTERS_PER_TOKEN)
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens }
}
