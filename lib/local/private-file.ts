import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** Replaces a file that only its owner may read; a crash leaves the old one or the new one, never half of it. */
export const writePrivateFile = (file: string, content: string): void => {
  const draft = `${file}.draft`
  writeFileSync(draft, content, { mode: 0o600 })
  chmodSync(draft, 0o600)
  renameSync(draft, file)
}

/** Undefined if there is no such file yet. */
export const findPrivateFile = (file: string): string | undefined =>
  existsSync(file) ? readFileSync(file, 'utf8') : undefined
