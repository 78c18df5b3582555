import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'

/** Modules that are left out of the bundles although something imports them: no function runs them. */

const FUNCTIONS = fileURLToPath(new URL('../../functions', import.meta.url))

const standIn = (file: string): string => join(FUNCTIONS, 'platform/sdk-stand-ins', file)

/** Stand-ins for parts of the SDK. */
export const STAND_INS = {
  '@aws-sdk/credential-provider-node': standIn('role-credentials.ts'),
  '@aws-sdk/eventstream-handler-node': standIn('unused-sdk.ts'),
  '@aws-sdk/middleware-endpoint-discovery': standIn('unused-sdk.ts'),
  '@aws-sdk/middleware-eventstream': standIn('unused-sdk.ts'),
  '@aws-sdk/middleware-websocket': standIn('unused-sdk.ts'),
  '@aws-sdk/token-providers': standIn('unused-sdk.ts'),
  '@smithy/core/event-streams': standIn('unused-sdk.ts'),
}

/** Single modules of the SDK that stand-ins of the same name in `unused-sdk.ts` replace; an alias replaces packages. */
const REPLACED_MODULES = ['HeaderFormatter', 'fromSharedConfigFiles', 'getInstanceMetadataRegion'] as const

export const unusedSdkModules: Plugin = {
  name: 'unused modules of the SDK',
  setup: ({ onLoad }) => {
    onLoad({ filter: new RegExp(`/@smithy/.*/(?:${REPLACED_MODULES.join('|')})\\.js$`) }, ({ path }) => ({
      contents: `export { ${basename(path, '.js')} } from ${JSON.stringify(standIn('unused-sdk.ts'))}`,
    }))
  },
}

/** Bedrock's client prefers HTTP/2, for streams. Without them it speaks HTTP/1.1, as every other client does. */
export const oneHttp: Plugin = {
  name: 'one HTTP',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/@smithy\/node-http-handler\/.*\/node-http2-handler\.js$/ }, () => ({
      contents: 'export { NodeHttpHandler as NodeHttp2Handler } from "./node-http-handler.js"',
    }))
  },
}

/** Our modules have no side effects: one whose exports are unused is left out, with all that it imports. */
export const unusedModules: Plugin = {
  name: 'unused modules',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, resolveDir }) =>
      resolveDir.startsWith(FUNCTIONS) ? { path: join(resolveDir, path), sideEffects: false } : undefined,
    )
  },
}

/** SDK clients send their version to the service, and read it from their own package.json. */
export const packageDescriptions: Plugin = {
  name: 'package descriptions',
  setup: ({ onLoad }) => {
    onLoad({ filter: /@aws-sdk\/client-[^/]+\/package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string }
      return { contents: JSON.stringify({ version }), loader: 'json' }
    })
  },
}

/** Replaces modules by empty ones. */
const emptied = (name: string, modules: RegExp): Plugin => ({
  name,
  setup: ({ onLoad }) => {
    onLoad({ filter: modules }, () => ({ contents: 'module.exports = {}', loader: 'js' }))
  },
})

/** The SDK brings checksums in JavaScript for Node versions that have none built in. */
export const checksums = emptied('checksums', /@smithy\/core\/.*\/checksum\/\w+\/\w+Js\.js$/)

/** Adaptive retries (`AWS_RETRY_MODE=adaptive`): no function sets that mode, and one that did would fail. */
export const adaptiveRetries = emptied('adaptive retries', /\/util-retry\/DefaultRateLimiter\.js$/)

/** The conversion of zod schemas to JSON Schema; a function that calls it fails loudly without this. */
export const jsonSchemas = emptied('JSON schemas', /\/zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/)
