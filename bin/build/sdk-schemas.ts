import { readFileSync } from 'node:fs'
import type { Plugin } from 'esbuild'

/** Reduces the SDK's schemas in the bundles to those of the operations that functions call. */

/** The SDK's schema code for any JSON. */
const DOCUMENT = '15'

/** As far as the bundler knows, a key in brackets might run code, so it would keep every schema that has one. */
const withLiteralKeys = (source: string): string => {
  const constants = new Map(
    [...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name = '', text = '']) => [name, text]),
  )
  return source.replaceAll(/\[(_\w+)\]:/g, (key, name: string) => {
    const text = constants.get(name)
    return text === undefined ? key : `${text}:`
  })
}

/**
 * A guardrail's assessment has dozens of schemas, and can be read as plain JSON; no request of ours uses a guardrail.
 *
 * @throws Error after an update of the SDK that has no such part: the bundles do not build
 */
const withPlainGuardrails = (source: string): string => {
  const part = '[() => GuardrailTraceAssessment$, 0]'
  if (!source.includes(part)) throw new Error(`the SDK no longer says ${part}`)
  return source.replaceAll(part, DOCUMENT)
}

export const sdkSchemas: Plugin = {
  name: 'SDK schemas',
  setup: ({ onLoad }) => {
    onLoad({ filter: /@aws-sdk\/client-[^/]+\/dist-es\/schemas\/\w+\.js$/ }, ({ path }) => {
      const source = withLiteralKeys(readFileSync(path, 'utf8'))
      return { contents: path.includes('client-bedrock-runtime') ? withPlainGuardrails(source) : source }
    })
  },
}
