import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { modelServerOf } from '../../lib/local/model/server.ts'
import { aRequest, type OneModel, startOneModel } from './one-model.ts'

describe('with a model server of one’s own', () => {
  let one: OneModel
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
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    one = await startOneModel(modelServerOf({ PLIMSOLL_MODEL_URL: url, PLIMSOLL_MODEL_NAME: 'small' }))
  })

  afterEach(async () => {
    await one.close()
    server.closeAllConnections()
    server.close()
  })

  it('asks it with the same prompt and tool, and gives its call back as Converse does', async () => {
    reply = { status: 200, body: aCall('{"suggested_category":"account"}') }
    const answer = await one.bedrock.send(aRequest())
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
    expect(one.classified).toEqual([])
  })

  it('sends it an earlier call and what was wrong with it', async () => {
    reply = { status: 200, body: aCall('{}') }
    const toolUseId = 'call_0'
    await one.bedrock.send(
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

  it('passes on arguments that are not JSON as text', async () => {
    reply = { status: 200, body: aCall('{"suggested_cat') }
    const { output } = await one.bedrock.send(aRequest())
    expect(output?.message?.content?.[0]?.toolUse?.input).toBe('{"suggested_cat')
  })

  it.each([
    [429, 'ThrottlingException'],
    [500, 'ServiceUnavailableException'],
  ])('says in Bedrock’s words that it answered %i', async (status, name) => {
    reply = { status, body: {} }
    await expect(one.bedrock.send(aRequest())).rejects.toMatchObject({ name })
  })

  it('says in Bedrock’s words that the server does not answer', async () => {
    server.close()
    await expect(one.bedrock.send(aRequest())).rejects.toMatchObject({ name: 'ServiceUnavailableException' })
  })
})

it('has no model server unless its URL is set', () => {
  expect(modelServerOf({ PLIMSOLL_MODEL_NAME: 'small' })).toBeUndefined()
})
