import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildPrompt } from '../../functions/domain/triage/prompt.ts'
import { aRequest, modelId, type OneModel, startOneModel } from './one-model.ts'
import { CALLER } from './one-service.ts'

let one: OneModel
beforeEach(async () => {
  one = await startOneModel(undefined)
})
afterEach(() => one.close())

const said = (text: string): Partial<ConverseCommandInput> => ({ messages: [{ role: 'user', content: [{ text }] }] })

describe('Converse', () => {
  it('answers the forced tool with what the classifier suggests, field by field of the tool’s schema', async () => {
    const answer = await one.bedrock.send(aRequest())
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
    expect(one.classified).toEqual(['I was charged twice'])
  })

  it.each([
    ['a string', '<ticket>"It said \\"no\\"\\nand < stopped"</ticket>', 'It said "no"\nand < stopped'],
    ['a record', '<ticket>\n{"title":"Login","description":"It fails"}\n</ticket>', 'Login\nIt fails'],
    ['the last of several', '<example>"old"</example><ticket>"new"</ticket> Answer by the tool.', 'new'],
    ['no delimited JSON', '<ticket>{"title":</ticket>', '<ticket>{"title":</ticket>'],
  ])('classifies the ticket alone, not the prompt around it: %s', async (_case, prompt, text) => {
    await one.bedrock.send(aRequest(said(prompt)))
    expect(one.classified).toEqual([text])
  })

  it('lists the requests, with caller and model', async () => {
    await one.bedrock.send(aRequest())
    expect(one.model.requests()).toMatchObject([
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
    await one.bedrock.send(aRequest(said(buildPrompt(text, examples).user)))
    expect(one.classified).toEqual([text])
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
    for (let n = 0; n <= 1000; n++) await one.model.answer({ ...call, caller: String(n) })
    expect(one.model.requests()).toHaveLength(1000)
    expect(one.model.requests()[0]?.caller).toBe('1')
  })

  it.each([
    ['no forced tool', { toolConfig: undefined }],
    ['no message', { messages: [] }],
    ['a conversation that the assistant begins', { messages: [{ role: 'assistant', content: [{ text: 'Hi' }] }] }],
  ] satisfies [string, Partial<ConverseCommandInput>][])('refuses %s', async (_case, change) => {
    await expect(one.bedrock.send(aRequest(change))).rejects.toMatchObject({ name: 'ValidationException' })
  })

  it.each([
    [
      modelId,
      [
        'arn:aws:bedrock:us-east-1:000000000000:inference-profile/us.amazon.nova-lite-v1:0',
        'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
      ],
    ],
    [
      'global.amazon.nova-lite-v1:0',
      [
        'arn:aws:bedrock:us-east-1:000000000000:inference-profile/global.amazon.nova-lite-v1:0',
        'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
        'arn:aws:bedrock:::foundation-model/amazon.nova-lite-v1:0',
      ],
    ],
    [
      'arn:aws:bedrock:us-east-1:000000000000:provisioned-model/a1b2c3d4e5f6',
      ['arn:aws:bedrock:us-east-1:000000000000:provisioned-model/a1b2c3d4e5f6'],
    ],
    ['amazon.nova-lite-v1:0', ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0']],
    [
      'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
      ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0'],
    ],
  ])('needs the right to invoke what %s stands for', async (id, resources) => {
    await one.bedrock.send(aRequest({ modelId: id }))
    expect(one.service.rights).toEqual(resources.map((resource) => ({ action: 'bedrock:InvokeModel', resource })))
  })
})

describe('told to misbehave, the model', () => {
  it.each([
    ['throttle', 'ThrottlingException', 429],
    ['down', 'ServiceUnavailableException', 503],
  ] as const)('refuses: %s', async (behaviour, name, httpStatusCode) => {
    one.model.setBehaviour(behaviour)
    await expect(one.bedrock.send(aRequest())).rejects.toMatchObject({ name, $metadata: { httpStatusCode } })
  })

  it('hangs until the caller gives up', async () => {
    one.model.setBehaviour('hang')
    const patience = new AbortController()
    const asked = one.bedrock.send(aRequest(), { abortSignal: patience.signal })
    await expect.poll(() => one.model.requests().length).toBe(1)
    patience.abort()
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('ends hanging calls once its behaviour changes', async () => {
    one.model.setBehaviour('hang')
    const asked = one.bedrock.send(aRequest())
    await Promise.all([
      expect(asked).rejects.toMatchObject({ name: 'ServiceUnavailableException' }),
      expect
        .poll(() => one.model.requests().length)
        .toBe(1)
        .then(() => one.model.setBehaviour('normal')),
    ])
    expect((await one.bedrock.send(aRequest())).stopReason).toBe('tool_use')
  })

  it('talks instead of using the tool: garbage', async () => {
    one.model.setBehaviour('garbage')
    const { output, stopReason } = await one.bedrock.send(aRequest())
    expect(stopReason).toBe('end_turn')
    expect(output?.message?.content).toEqual([{ text: expect.any(String) }])
  })

  it('names a category that does not exist: wrong_enum', async () => {
    one.model.setBehaviour('wrong_enum')
    const { output } = await one.bedrock.send(aRequest())
    expect(output?.message?.content?.[0]?.toolUse?.input).toEqual({
      suggested_category: 'astrology',
      suggested_priority: 'high',
    })
  })

  it('gives the tool’s input as text: string_input', async () => {
    one.model.setBehaviour('string_input')
    const { output } = await one.bedrock.send(aRequest())
    expect(output?.message?.content?.[0]?.toolUse?.input).toBe(
      '{"suggested_category":"billing","suggested_priority":"high"}',
    )
  })
})
