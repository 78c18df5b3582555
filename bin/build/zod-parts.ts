import { readFileSync } from 'node:fs'
import type { Plugin } from 'esbuild'

/**
 * What bundles hold of zod: the kinds of schemas that functions make. Every string would know two dozen formats by its
 * deprecated methods (`z.string().email()`), and with them all of their schemas; without these, a contract that calls
 * one throws as soon as it is loaded. `z.email()` and its like stay.
 */

const FORMAT_METHODS = /, \{\n {4}email\(params\) \{.*?\n\}(?=\);\nexport function string\()/s
/** The name of a whole module, where the bundler sees only an object: all that is in it would stay. */
const UTILITIES = 'import { util } from "../core/index.js";'

const lighten = (source: string): string => {
  if (!FORMAT_METHODS.test(source) || !source.includes(UTILITIES)) throw new Error('zod has other schemas now')
  return source
    .replace(FORMAT_METHODS, '')
    .replace(UTILITIES, 'import * as util from "../core/util.js";')
    .replaceAll(/\bcore\.util\b/g, 'util')
}

export const zodParts: Plugin = {
  name: 'parts of zod',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/zod\/v4\/classic\/schemas\.js$/ }, ({ path }) => ({
      contents: lighten(readFileSync(path, 'utf8')),
    }))
  },
}
