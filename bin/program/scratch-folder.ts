import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Runs work that needs a temporary folder, which is removed afterwards even if the work fails. */
export const inScratchFolder = async <Result>(work: (folder: string) => Result | Promise<Result>): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
