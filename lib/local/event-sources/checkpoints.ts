import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A consumer's position in a stream, on disk: it survives a crash and is never ahead of what was handled. */
export interface Checkpoint {
  /** Sequence number of the last record that is done with, or TRIM_HORIZON before the first. */
  position(): string
  move(sequenceNumber: string): void
  /** Whether no position has been stored yet. */
  isNew(): boolean
}

/** @param name unique among the consumers, such as the logical id of the event source mapping */
export const openCheckpoint = (dataDir: string, name: string): Checkpoint => {
  const folder = join(dataDir, 'checkpoints')
  const file = join(folder, name)
  mkdirSync(folder, { recursive: true })
  let known = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  return {
    position: () => known ?? 'TRIM_HORIZON',
    isNew: () => known === undefined,
    move: (sequenceNumber) => {
      // A rename is atomic: a crash leaves the old position or the new one, never half a number.
      writeFileSync(`${file}.new`, sequenceNumber)
      renameSync(`${file}.new`, file)
      known = sequenceNumber
    },
  }
}
