import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'

/** What bundles are given without, though something in them imports it: what no function runs. */

const FUNCTIONS = fileURLToPath(new URL('../../functions', import.meta.url))

const platform = (file: string): string => join(FUNCTIONS, 'platform', file)

/** Parts of the SDK, by what stands in for them. */
export const STAND_INS = {
  '@aws-sdk/credential-provider-node': platform('role-credentials.ts'),
  '@aws-sdk/eventstream-handler-node': platform('unused-sdk.ts'),
  '@aws-sdk/middleware-endpoint-discovery': platform('unused-sdk.ts'),
  '@aws-sdk/middleware-eventstream': platform('unused-sdk.ts'),
  '@aws-sdk/middleware-websocket': platform('unused-sdk.ts'),
  '@aws-sdk/token-providers': platform('unused-sdk.ts'),
  '@smithy/core/event-streams': platform('unused-sdk.ts'),
}

/** Modules of ours do nothing by being loaded: one of which nothing is used is left out, with all that it imports. */
export const unusedModules: Plugin = {
  name: 'unused modules',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, resolveDir }) =>
      resolveDir.startsWith(FUNCTIONS) ? { path: join(resolveDir, path), sideEffects: false } : undefined,
    )
  },
}

/** A client of the SDK tells the service its version, which it reads out of the description of its own package. */
export const packageDescriptions: Plugin = {
  name: 'package descriptions',
  setup: ({ onLoad }) => {
    onLoad({ filter: /@aws-sdk\/client-[^/]+\/package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string }
      return { contents: JSON.stringify({ version }), loader: 'json' }
    })
  },
}

/** Modules that are there, but empty. */
const emptied = (name: string, modules: RegExp): Plugin => ({
  name,
  setup: ({ onLoad }) => {
    onLoad({ filter: modules }, () => ({ contents: 'module.exports = {}', loader: 'js' }))
  },
})

/** The SDK brings checksums in JavaScript for a Node without any of its own. */
export const checksums = emptied('checksums', /@smithy\/core\/.*\/checksum\/\w+\/\w+Js\.js$/)

/** Retries of a client that slows itself down (`AWS_RETRY_MODE=adaptive`): no function sets that, and one that did fails. */
export const adaptiveRetries = emptied('adaptive retries', /\/util-retry\/DefaultRateLimiter\.js$/)

/** Every schema of zod knows how it becomes JSON Schema; a function that asks for it fails loudly without this. */
export const jsonSchemas = emptied('JSON schemas', /\/zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/)
