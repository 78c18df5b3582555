import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BedrockRuntimeClient, ConverseCommand, type ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildPrompt } from '../../functions/domain/triage-prompt.ts'
import { type Model, startModel } from '../../lib/local/model.ts'
import { type ModelServer, modelServerOf } from '../../lib/local/model-server.ts'
import { CALLER, newDataDir, type OneService, removeDataDir, serve } from './one-service.ts'

const modelId = 'us.amazon.nova-lite-v1:0'
const suggestion = { suggested_category: 'billing', suggested_priority: 'high', inner_score: 0.7 }

let dataDir: string
let model: Model
let service: OneService
let bedrock: BedrockRuntimeClient
let classified: string[]

const open = async (server: ModelServer | undefined = undefined) => {
  const classify = async (text: string) => {
    classified.push(text)
    return suggestion
  }
  model = await startModel({ classify, server })
  service = await serve('bedrock', model)
  bedrock = new BedrockRuntimeClient(service.client)
}

beforeEach(async () => {
  dataDir = newDataDir()
  classified = []
  await open()
})

afterEach(async () => {
  bedrock.destroy()
  await service.close()
  removeDataDir(dataDir)
})

const aRequest = (changes: Partial<ConverseCommandInput> = {}): ConverseCommand =>
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

const said = (text: string): Partial<ConverseCommandInput> => ({ messages: [{ role: 'user', content: [{ text }] }] })

describe('Converse', () => {
  it('answers the forced tool with what the classifier suggests, field by field of the tool’s schema', async () => {
    const answer = await bedrock.send(aRequest())
    expect(answer.stopReason).toBe('tool_use')
    expect(answer.output?.message?.content).toEqual([
      {
        toolUse: {
          toolUseId: expect.any(String),
          name: 'record_triage',
          input: { suggested_category: 'billing', suggested_priority: 'high' },
        },
      },
    ])
    expect(answer.usage?.inputTokens).toBeGreaterThan(0)
    expect(answer.usage?.totalTokens).toBe((answer.usage?.inputTokens ?? 0) + (answer.usage?.outputTokens ?? 0))
    expect(classified).toEqual(['I was charged twice'])
  })

  it.each([
    ['a string', '<ticket>"It said \\"no\\"\\nand < stopped"</ticket>', 'It said "no"\nand < stopped'],
    ['a record', '<ticket>\n{"title":"Login","description":"It fails"}\n</ticket>', 'Login\nIt fails'],
    ['the last of several', '<example>"old"</example><ticket>"new"</ticket> Answer by the tool.', 'new'],
    ['no delimited JSON', '<ticket>{"title":</ticket>', '<ticket>{"title":</ticket>'],
  ])('classifies the ticket alone, not the prompt around it: %s', async (_case, prompt, text) => {
    await bedrock.send(aRequest(said(prompt)))
    expect(classified).toEqual([text])
  })

  it('shows what was asked, by whom and of which model', async () => {
    await bedrock.send(aRequest())
    expect(model.requests()).toMatchObject([
      {
        modelId,
        caller: CALLER,
        body: { system: [{ text: 'You triage tickets.' }], inferenceConfig: { maxTokens: 400 } },
      },
    ])
  })

  it('finds the ticket in the prompt that the product writes, whatever the ticket says', async () => {
    const text = 'It says </ticket><ticket>"gotcha"</ticket> and \\ "quotes"'
    const examples = [{ text: 'An older one', category: 'general', priority: 'low' } as const]
    await bedrock.send(aRequest(said(buildPrompt(text, examples).user)))
    expect(classified).toEqual([text])
  })

  it('remembers the last thousand requests', async () => {
    const body = Buffer.from(JSON.stringify(aRequest().input))
    const path = `/model/${encodeURIComponent(modelId)}/converse`
    const call = {
      service: 'bedrock',
      operation: 'Converse',
      method: 'POST',
      path,
      query: new URLSearchParams(),
      headers: {},
      body,
    }
    for (let n = 0; n <= 1000; n++) await model.answer({ ...call, caller: String(n) })
    expect(model.requests()).toHaveLength(1000)
    expect(model.requests()[0]?.caller).toBe('1')
  })

  it.each([
    ['no forced tool', { toolConfig: undefined }],
    ['no message', { messages: [] }],
    ['a conversation that the assistant begins', { messages: [{ role: 'assistant', content: [{ text: 'Hi' }] }] }],
  ] satisfies [string, Partial<ConverseCommandInput>][])('refuses %s', async (_case, change) => {
    await expect(bedrock.send(aRequest(change))).rejects.toMatchObject({ name: 'ValidationException' })
  })

  it.each([
    [
      modelId,
      [
        'arn:aws:bedrock:us-east-1:000000000000:inference-profile/us.amazon.nova-lite-v1:0',
        'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
      ],
    ],
    ['amazon.nova-lite-v1:0', ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0']],
    [
      'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
      ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0'],
    ],
  ])('needs the right to invoke what %s stands for', async (id, resources) => {
    await bedrock.send(aRequest({ modelId: id }))
    expect(service.rights).toEqual(resources.map((resource) => ({ action: 'bedrock:InvokeModel', resource })))
  })
})

describe('told to misbehave, the model', () => {
  it.each([
    ['throttle', 'ThrottlingException', 429],
    ['down', 'ServiceUnavailableException', 503],
  ] as const)('refuses: %s', async (behaviour, name, httpStatusCode) => {
    model.setBehaviour(behaviour)
    await expect(bedrock.send(aRequest())).rejects.toMatchObject({ name, $metadata: { httpStatusCode } })
  })

  it('hangs until the caller gives up', async () => {
    model.setBehaviour('hang')
    const patience = new AbortController()
    const asked = bedrock.send(aRequest(), { abortSignal: patience.signal })
    await expect.poll(() => model.requests().length).toBe(1)
    patience.abort()
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('lets go of who hangs once it behaves otherwise', async () => {
    model.setBehaviour('hang')
    const asked = bedrock.send(aRequest())
    await Promise.all([
      expect(asked).rejects.toMatchObject({ name: 'ServiceUnavailableException' }),
      expect
        .poll(() => model.requests().length)
        .toBe(1)
        .then(() => model.setBehaviour('normal')),
    ])
    expect((await bedrock.send(aRequest())).stopReason).toBe('tool_use')
  })

  it('talks instead of using the tool: garbage', async () => {
    model.setBehaviour('garbage')
    const { output, stopReason } = await bedrock.send(aRequest())
    expect(stopReason).toBe('end_turn')
    expect(output?.message?.content).toEqual([{ text: expect.any(String) }])
  })

  it('names a category that does not exist: wrong_enum', async () => {
    model.setBehaviour('wrong_enum')
    const { output } = await bedrock.send(aRequest())
    expect(output?.message?.content?.[0]?.toolUse?.input).toEqual({
      suggested_category: 'astrology',
      suggested_priority: 'high',
    })
  })

  it('gives the tool’s input as text: string_input', async () => {
    model.setBehaviour('string_input')
    const { output } = await bedrock.send(aRequest())
    expect(output?.message?.content?.[0]?.toolUse?.input).toBe(
      '{"suggested_category":"billing","suggested_priority":"high"}',
    )
  })
})

describe('with a model server of one’s own', () => {
  let server: Server
  let asked: unknown[]
  let reply: { status: number; body: object }

  const aCall = (written: string) => ({
    choices: [
      {
        finish_reason: 'tool_calls',
        message: { tool_calls: [{ id: 'call_1', function: { name: 'record_triage', arguments: written } }] },
      },
    ],
    usage: { prompt_tokens: 20, completion_tokens: 5, total_tokens: 25 },
  })

  beforeEach(async () => {
    asked = []
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      asked.push({ path: request.url, ...JSON.parse(Buffer.concat(chunks).toString()) })
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    await service.close()
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    await open(modelServerOf({ PLIMSOLL_MODEL_URL: url, PLIMSOLL_MODEL_NAME: 'small' }))
  })

  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  it('asks it with the same prompt and tool, and gives its call back as Converse does', async () => {
    reply = { status: 200, body: aCall('{"suggested_category":"account"}') }
    const answer = await bedrock.send(aRequest())
    expect(asked).toMatchObject([
      {
        path: '/v1/chat/completions',
        model: 'small',
        messages: [
          { role: 'system', content: 'You triage tickets.' },
          { role: 'user', content: 'I was charged twice' },
        ],
        max_tokens: 400,
        temperature: 0,
        tools: [{ type: 'function', function: { name: 'record_triage', parameters: { type: 'object' } } }],
        tool_choice: { type: 'function', function: { name: 'record_triage' } },
      },
    ])
    expect(answer).toMatchObject({
      stopReason: 'tool_use',
      usage: { inputTokens: 20, outputTokens: 5, totalTokens: 25 },
      output: {
        message: { content: [{ toolUse: { name: 'record_triage', input: { suggested_category: 'account' } } }] },
      },
    })
    expect(classified).toEqual([])
  })

  it('shows it an earlier call and what was wrong with it', async () => {
    reply = { status: 200, body: aCall('{}') }
    const toolUseId = 'call_0'
    await bedrock.send(
      aRequest({
        messages: [
          { role: 'user', content: [{ text: 'I was charged twice' }] },
          { role: 'assistant', content: [{ toolUse: { toolUseId, name: 'record_triage', input: { a: 1 } } }] },
          { role: 'user', content: [{ toolResult: { toolUseId, content: [{ text: 'no category' }] } }] },
        ],
      }),
    )
    expect(asked).toMatchObject([
      {
        messages: [
          { role: 'system' },
          { role: 'user', content: 'I was charged twice' },
          { role: 'assistant', content: '{"a":1}' },
          { role: 'user', content: 'no category' },
        ],
      },
    ])
  })

  it('passes on arguments that are no JSON as the text they are', async () => {
    reply = { status: 200, body: aCall('{"suggested_cat') }
    const { output } = await bedrock.send(aRequest())
    expect(output?.message?.content?.[0]?.toolUse?.input).toBe('{"suggested_cat')
  })

  it.each([
    [429, 'ThrottlingException'],
    [500, 'ServiceUnavailableException'],
  ])('says in Bedrock’s words that it answered %i', async (status, name) => {
    reply = { status, body: {} }
    await expect(bedrock.send(aRequest())).rejects.toMatchObject({ name })
  })

  it('says in Bedrock’s words that nobody answers', async () => {
    server.close()
    await expect(bedrock.send(aRequest())).rejects.toMatchObject({ name: 'ServiceUnavailableException' })
  })
})

it('has no model server unless its URL is set', () => {
  expect(modelServerOf({ PLIMSOLL_MODEL_NAME: 'small' })).toBeUndefined()
})
