import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'

/** What functions print, a file for each under the data directory. */
export interface FunctionLogs {
  write(bundle: string, text: string): void
  close(): Promise<void>
}

export const openFunctionLogs = (dataDir: string): FunctionLogs => {
  const folder = join(dataDir, 'logs')
  mkdirSync(folder, { recursive: true })
  const files = new Map<string, WriteStream>()

  const open = (bundle: string): WriteStream => {
    const file = createWriteStream(join(folder, `${bundle}.log`), { flags: 'a' })
    // A full disk must not end the host for the sake of a log line.
    file.on('error', () => {})
    files.set(bundle, file)
    return file
  }
  return {
    write: (bundle, text) => {
      const file = files.get(bundle) ?? open(bundle)
      file.write(text)
    },
    close: async () => {
      await Promise.all([...files.values()].map((file) => new Promise((closed) => file.end(closed))))
    },
  }
}
