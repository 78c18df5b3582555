import { readFileSync } from 'node:fs'
import type { Plugin } from 'esbuild'

/**
 * What bundles hold of the SDK's schemas: those of the operations that functions call. Where an update of the SDK has
 * none of what is left out here, the bundles do not build.
 */

/** @throws Error if the source has no such part */
const replacePart = (source: string, part: string, by: string): string => {
  if (!source.includes(part)) throw new Error(`the SDK no longer says ${JSON.stringify(part)}`)
  return source.replaceAll(part, () => by)
}

/** A key in brackets might run code, for all that the bundler knows, which then keeps every schema that has one. */
const withLiteralKeys = (source: string): string => {
  const constants = new Map(
    [...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name = '', text = '']) => [name, text]),
  )
  return source.replaceAll(/\[(_\w+)\]:/g, (key, name: string) => {
    const text = constants.get(name)
    return text === undefined ? key : `${text}:`
  })
}

/** What a guardrail thought of a text has dozens of schemas, and reads the same as any JSON; no request asks for one. */
const withPlainGuardrails = (source: string): string =>
  replacePart(source, '[() => GuardrailTraceAssessment$, 0]', '15')

export const sdkSchemas: Plugin = {
  name: 'SDK schemas',
  setup: ({ onLoad }) => {
    onLoad({ filter: /@aws-sdk\/client-[^/]+\/dist-es\/schemas\/\w+\.js$/ }, ({ path }) => {
      const source = withLiteralKeys(readFileSync(path, 'utf8'))
      return { contents: path.includes('client-bedrock-runtime') ? withPlainGuardrails(source) : source }
    })
  },
}
