import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/**
 * Moves all files of a folder to the same places in another folder of the same file system, each file atomically: a
 * reader meanwhile, or after an interruption, finds either the old or the new file, never half of one.
 *
 * @param to created if it does not exist
 */
export const moveFiles = (from: string, to: string): void => {
  for (const entry of readdirSync(from, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const place = join(to, relative(from, file))
    mkdirSync(dirname(place), { recursive: true })
    renameSync(file, place)
  }
}
