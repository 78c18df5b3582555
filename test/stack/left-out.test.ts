import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import * as bedrock from '@aws-sdk/client-bedrock-runtime'
import type * as sqs from '@aws-sdk/client-sqs'
import { build } from 'esbuild'
import { describe, expect, it, vi } from 'vitest'
import { oneHttp, unusedSdkModules } from '../../bin/build/left-out.ts'
import { sdkSchemas } from '../../bin/build/sdk-schemas.ts'
import { zodParts } from '../../bin/build/zod-parts.ts'

/** Exports of the source, bundled with the same parts of packages left out as in the functions. */
const bundled = async <Exports>(source: string): Promise<Exports> => {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL('../..', import.meta.url)) },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    plugins: [oneHttp, sdkSchemas, unusedSdkModules, zodParts],
    write: false,
    logLevel: 'silent',
  })
  const module = { exports: {} }
  new Function('module', 'require', outputFiles[0]?.text ?? '')(module, createRequire(import.meta.url))
  return module.exports as Exports
}

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
  /** A service that gives every request the same answer. */
  const service = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    requestHandler: {
      handle: async () => ({
        response: {
          statusCode: 200,
          headers: { 'content-type': 'application/json' },
          body: Readable.from([JSON.stringify(answer)]),
        },
      }),
    },
  }
  const ask = ({ BedrockRuntimeClient, ConverseCommand }: typeof bedrock) =>
    new BedrockRuntimeClient(service).send(new ConverseCommand({ modelId: 'm', messages: [] }))

  const bundledClient = () =>
    bundled<typeof bedrock>("export { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'")

  it('is read alike with fewer schemas', async () => {
    const slim = await bundledClient()
    const [ours, whole] = await Promise.all([ask(slim), ask(bedrock)])

    expect(ours.trace).toEqual(trace)
    expect({ ...ours, $metadata: null }).toEqual({ ...whole, $metadata: null })
  })

  it('is asked over HTTP/1.1', async () => {
    const { BedrockRuntimeClient } = await bundledClient()
    const { requestHandler } = new BedrockRuntimeClient({ region: 'us-east-1' }).config

    expect(requestHandler.metadata).toEqual({ handlerProtocol: 'http/1.1' })
  })
})

it('a client has its settings from the environment or by default, never from a configuration file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-aws-config-'))
  const file = join(folder, 'config')
  writeFileSync(file, '[default]\nregion = eu-west-1\nmax_attempts = 9\n')
  vi.stubEnv('AWS_CONFIG_FILE', file)
  vi.stubEnv('AWS_REGION', 'us-east-1')
  try {
    const { SQSClient } = await bundled<typeof sqs>("export { SQSClient } from '@aws-sdk/client-sqs'")
    const { config } = new SQSClient({})

    expect(await Promise.all([config.region(), config.maxAttempts()])).toEqual(['us-east-1', 3])
  } finally {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true })
  }
})

it('a contract that calls a deprecated format of strings throws as soon as it is loaded', async () => {
  await expect(bundled("import * as z from 'zod'; export const Mail = z.string().email()")).rejects.toThrow(
    'email is not a function',
  )
  await expect(bundled("import * as z from 'zod'; export const Mail = z.email()")).resolves.toHaveProperty('Mail')
})
