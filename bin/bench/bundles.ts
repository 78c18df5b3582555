import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const DIST = fileURLToPath(new URL('../../dist', import.meta.url))
/** The best of several imports counts, since a busy machine can only slow one down. */
const IMPORTS = 5

const PROGRAM = `
const began = performance.now()
require(process.argv[1])
process.stdout.write(String(performance.now() - began))
process.exit(0)`

/** What a cold start of Lambda sets before a module loads. */
const ENVIRONMENT = { AWS_REGION: 'us-east-1', POWERTOOLS_LOG_LEVEL: 'SILENT', PATH: process.env.PATH ?? '' }

export interface BundleFigures {
  readonly name: string
  readonly kilobytes: number
  /** Time to import it in a fresh process. */
  readonly importMs: number
}

/** Size and import time of every function's bundle. */
export const measureBundles = (): readonly BundleFigures[] =>
  readdirSync(DIST, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'site' && entry.name !== 'embedded-model')
    .map(({ name }) => {
      const file = join(DIST, name, 'index.js')
      const times = Array.from({ length: IMPORTS }, () =>
        Number(execFileSync(process.execPath, ['-e', PROGRAM, file], { env: ENVIRONMENT }).toString()),
      )
      return { name, kilobytes: statSync(file).size / 1_024, importMs: Math.min(...times) }
    })
