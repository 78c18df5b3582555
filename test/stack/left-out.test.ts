import { createRequire } from 'node:module'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import * as bedrock from '@aws-sdk/client-bedrock-runtime'
import type * as dynamodb from '@aws-sdk/client-dynamodb'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { sdkSchemas } from '../../bin/build/sdk-schemas.ts'
import { zodParts } from '../../bin/build/zod-parts.ts'

/** The source as the functions are bundled, as far as parts of packages are concerned. */
const bundle = async (source: string): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL('../..', import.meta.url)) },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    plugins: [sdkSchemas, zodParts],
    write: false,
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

/** What the source exports once it is bundled. */
const bundled = async <Exports>(source: string): Promise<Exports> => {
  const module = { exports: {} }
  new Function('module', 'require', await bundle(source))(module, createRequire(import.meta.url))
  return module.exports as Exports
}

/** A client's settings for a service that always answers so. */
const answering = (statusCode: number, headers: Readonly<Record<string, string>>, body: unknown) => ({
  region: 'us-east-1',
  credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  requestHandler: {
    handle: async () => ({ response: { statusCode, headers, body: Readable.from([JSON.stringify(body)]) } }),
  },
})

describe('the model service', () => {
  const trace = {
    guardrail: {
      modelOutput: ['no'],
      inputAssessment: {
        g1: {
          topicPolicy: { topics: [{ name: 'law', type: 'DENY', action: 'BLOCKED', detected: true }] },
          invocationMetrics: {
            guardrailProcessingLatency: 12,
            guardrailCoverage: { images: { guarded: 1, total: 2 } },
          },
        },
      },
    },
    promptRouter: { invokedModelId: 'small' },
  }
  const answer = {
    output: {
      message: { role: 'assistant', content: [{ toolUse: { toolUseId: 't', name: 'n', input: { a: [1] } } }] },
    },
    stopReason: 'tool_use',
    usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
    metrics: { latencyMs: 4 },
    trace,
  }
  const ask = ({ BedrockRuntimeClient, ConverseCommand }: typeof bedrock, headers: Readonly<Record<string, string>>) =>
    new BedrockRuntimeClient(answering(200, headers, answer)).send(new ConverseCommand({ modelId: 'm', messages: [] }))

  it('is read alike with fewer schemas', async () => {
    const slim = await bundled<typeof bedrock>(
      "export { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'",
    )
    const headers = { 'content-type': 'application/json' }
    const [ours, whole] = await Promise.all([ask(slim, headers), ask(bedrock, headers)])

    expect(ours.trace).toEqual(trace)
    expect({ ...ours, $metadata: null }).toEqual({ ...whole, $metadata: null })
  })
})

describe('an error of an operation that no function calls', () => {
  it('cannot be caught by a function: the bundle does not build', async () => {
    await expect(
      bundle("import { BackupInUseException } from '@aws-sdk/client-dynamodb'; console.log(BackupInUseException)"),
    ).rejects.toThrow('BackupInUseException')
  })

  it('is the base exception under its own name, should the service answer it all the same', async () => {
    const slim = await bundled<typeof dynamodb>(
      "export { DynamoDBClient, DynamoDBServiceException, GetItemCommand } from '@aws-sdk/client-dynamodb'",
    )
    const type = 'com.amazonaws.dynamodb.v20120810#TableInUseException'
    const headers = { 'content-type': 'application/x-amz-json-1.0' }
    const client = new slim.DynamoDBClient(answering(400, headers, { __type: type, message: 'later' }))
    const failure = client.send(new slim.GetItemCommand({ TableName: 't', Key: { id: { S: '1' } } }))

    await expect(failure).rejects.toMatchObject({ name: 'TableInUseException', message: 'later', $fault: 'client' })
    await expect(failure).rejects.toBeInstanceOf(slim.DynamoDBServiceException)
  })
})

it('a contract that calls a deprecated format of strings throws as soon as it is loaded', async () => {
  await expect(bundled("import * as z from 'zod'; export const Mail = z.string().email()")).rejects.toThrow(
    'email is not a function',
  )
  await expect(bundled("import * as z from 'zod'; export const Mail = z.email()")).resolves.toHaveProperty('Mail')
})
