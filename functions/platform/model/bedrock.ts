import {
  AccessDeniedException,
  BedrockRuntimeClient,
  type ContentBlock,
  ConverseCommand,
  type Message,
  ResourceNotFoundException,
  type ToolConfiguration,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime'
import type { ModelAnswer } from '../../contracts/model-answer.ts'
import { type RedactionMap, redact, restore } from '../../domain/redaction.ts'
import { readAnswer } from '../../domain/triage/answer.ts'
import { ANSWER_TOKENS, buildPrompt, buildRepair, RECORD_TRIAGE } from '../../domain/triage/prompt.ts'
import { findDuplicate, rankSimilar } from '../../domain/triage/similar.ts'
import { setting } from '../env.ts'
import { pause } from '../pause.ts'
import { newBreaker } from './breaker.ts'
import { ModelFailedError, type ModelRequest, type Suggested } from './request.ts'

/** How long one answer may take, in milliseconds. */
const ATTEMPT_MS = 3_500
/** Attempts for one suggestion; the repair of a wrong answer is one of them. */
const ATTEMPTS = 2
/** Longest random pause after a failed attempt, in milliseconds. */
const PAUSE_MS = 200
/** Placeholders of the redacted data that agents need to read a summary; cards, keys and the like stay redacted. */
const RESTORED = /^\[(?:EMAIL|PHONE|ADDRESS|DATE)_\d+\]$/

/** Attempts are counted here; the SDK's own retries would be added to them. */
const bedrock = new BedrockRuntimeClient({ maxAttempts: 1 })
const breaker = newBreaker({ failures: 5, openForMs: 30_000 })

const tools: ToolConfiguration = {
  tools: [
    {
      toolSpec: {
        name: RECORD_TRIAGE.name,
        description: RECORD_TRIAGE.description,
        // A copy: the contract's lists are read-only, which the SDK's type does not allow.
        inputSchema: { json: JSON.parse(JSON.stringify(RECORD_TRIAGE.input_schema)) },
      },
    },
  ],
  toolChoice: { tool: { name: RECORD_TRIAGE.name } },
}

/** Failures that another attempt cannot change: missing rights, a wrong request, an unknown model. */
const isFinal = (error: unknown): boolean =>
  error instanceof AccessDeniedException ||
  error instanceof ValidationException ||
  error instanceof ResourceNotFoundException

const converse = async (system: string, messages: Message[], milliseconds: number): Promise<ContentBlock[]> => {
  const { output } = await bedrock.send(
    new ConverseCommand({
      modelId: setting('MODEL_ID'),
      system: [{ text: system }],
      messages,
      inferenceConfig: { maxTokens: ANSWER_TOKENS, temperature: 0 },
      toolConfig: tools,
    }),
    { abortSignal: AbortSignal.timeout(milliseconds) },
  )
  return output?.message?.content ?? []
}

/** The conversation with a request for repair: the wrong answer, and what is wrong with it. */
const withRepair = (messages: Message[], { toolUse }: ContentBlock, problem: string): Message[] => {
  if (!toolUse) return messages
  const { toolUseId, name, input } = toolUse
  // The model may have given a string as input, which the service refuses when it is sent back.
  const heard = typeof input === 'object' && input !== null ? input : {}
  return [
    ...messages,
    { role: 'assistant', content: [{ toolUse: { toolUseId, name, input: heard } }] },
    {
      role: 'user',
      content: [{ toolResult: { toolUseId, status: 'error', content: [{ text: buildRepair(problem) }] } }],
    },
  ]
}

/**
 * Asks until an answer is usable: again after a failure, or for a repair after a wrong answer, within `ATTEMPTS` and
 * `patienceMs`.
 *
 * @throws ModelFailedError
 */
const ask = async (system: string, user: string, patienceMs: number): Promise<ModelAnswer> => {
  const end = Date.now() + patienceMs
  let messages: Message[] = [{ role: 'user', content: [{ text: user }] }]
  let failure: unknown
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const left = Math.min(ATTEMPT_MS, end - Date.now())
    if (left <= 0) break
    try {
      const content = await converse(system, messages, left)
      const called = content.find(({ toolUse }) => toolUse?.name === RECORD_TRIAGE.name)
      const reading = readAnswer(called?.toolUse?.input)
      if (reading.outcome === 'parsed') return reading.answer
      failure = new Error(reading.problem)
      if (reading.outcome === 'repair' && called) messages = withRepair(messages, called, reading.problem)
    } catch (error) {
      failure = error
      if (isFinal(error)) break
      await pause(Math.random() * PAUSE_MS)
    }
  }
  throw new ModelFailedError('the model gave no usable answer', { cause: failure })
}

const restoreContacts = (text: string, map: RedactionMap): string =>
  restore(text, Object.fromEntries(Object.entries(map).filter(([placeholder]) => RESTORED.test(placeholder))))

/**
 * Asks the model in Bedrock. Personal data is replaced before anything is sent; of that, only what an agent needs to
 * reach a customer is put back, into the summary and the notes, never into a draft.
 *
 * @throws ModelFailedError if no usable answer came within `patienceMs`; at once while the breaker is open
 */
export const suggestByBedrock = async ({
  text,
  patienceMs,
  knowledge,
  surroundings,
}: ModelRequest): Promise<Suggested> => {
  if (breaker.isOpen(Date.now())) throw new ModelFailedError('the model has failed too often; it rests')
  const [{ examples }, { unresolved }] = await Promise.all([knowledge(), surroundings()])
  const redacted = redact(text)
  const nearest = rankSimilar(redacted.text, examples).map(({ found }) => found)
  const { system, user } = buildPrompt(redacted.text, nearest)
  try {
    const answer = await ask(system, user, patienceMs)
    breaker.succeed()
    return {
      ...answer,
      summary: restoreContacts(answer.summary, redacted.map),
      resolution_notes: restoreContacts(answer.resolution_notes, redacted.map),
      suggested_duplicate_of: findDuplicate(text, unresolved),
      source: 'bedrock',
      model: setting('MODEL_ID'),
    }
  } catch (error) {
    breaker.fail(Date.now())
    throw error
  }
}
