import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/**
 * Moves all files of a folder to the same places in another one of the same file system, each of them at once: who reads
 * one there meanwhile, or after this was cut short, finds what was there before or what is new, and no half of it.
 *
 * @param to is made where it is not there
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
