import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildAll } from '../../bin/build.ts'
import { synthesize } from '../../bin/local/system.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Our own stack, synthesized from what was built. */
    readonly templateFile: string
  }
}

/** Each project loads this module anew in the same process; the first one does the work for all of them. */
const shared = globalThis as { plimsollTemplateFolder?: Promise<string> }

const build = async (): Promise<string> => {
  await buildAll()
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-template-'))
  writeFileSync(join(folder, 'template.json'), JSON.stringify(await synthesize()))
  return folder
}

/** Before any test: the bundles and pages in dist/, and the template that hosts start from. */
export const setup = async ({ provide }: TestProject): Promise<void> => {
  shared.plimsollTemplateFolder ??= build()
  provide('templateFile', join(await shared.plimsollTemplateFolder, 'template.json'))
}

/** After all tests of all projects. */
export const teardown = async (): Promise<void> => {
  const folder = await shared.plimsollTemplateFolder
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
}
