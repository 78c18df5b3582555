import { readFileSync } from 'node:fs'
import type { Plugin } from 'esbuild'

/**
 * Reduces zod in the bundles to the kinds of schemas that functions make. The deprecated methods of strings
 * (`z.string().email()`) would pull in two dozen formats and their schemas. Without them, a contract that calls one
 * throws as soon as it is loaded. `z.email()` and the like stay.
 */

const FORMAT_METHODS = /, \{\n {4}email\(params\) \{.*?\n\}(?=\);\nexport function string\()/s
/** Imports a whole module as one object, so the bundler would keep everything in it. */
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
