import { createHash } from 'node:crypto'

/**
 * Records one line of what happens.
 *
 * @param detail more for a reader, left out of the hash
 */
export type Trace = (line: string, detail?: () => string) => void

export interface Recorder {
  readonly trace: Trace
  /** SHA-256 of all lines with their times. */
  readonly hash: () => string
  /** The lines with their times and details; empty unless they are kept. */
  readonly lines: readonly string[]
}

/** @param now milliseconds since 1970 */
export const newRecorder = (now: () => number, keepsLines: boolean): Recorder => {
  const hash = createHash('sha256')
  const lines: string[] = []
  let pending = ''
  const trace: Trace = (line, detail) => {
    const stamped = `${now().toFixed(3)} ${line}\n`
    pending += stamped
    if (pending.length > 50_000) {
      hash.update(pending)
      pending = ''
    }
    if (keepsLines) lines.push(`${new Date(now()).toISOString()} ${line} ${detail?.() ?? ''}`.trimEnd())
  }
  return { trace, hash: () => hash.update(pending).digest('hex'), lines }
}
