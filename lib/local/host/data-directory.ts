import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The folder that holds everything a host keeps; one host at a time. */
export interface DataDirectory {
  readonly path: string
  /** Whether its initial data are complete. */
  isSeeded(): boolean
  markSeeded(): void
  /** Lets another host take the folder. */
  release(): void
}

/** Marks a folder as ours; its content is `new` or `seeded`. */
const MARKER = 'plimsoll-data'
const LOCK = 'host.lock'

const clear = (path: string): void => {
  for (const name of readdirSync(path)) if (name !== LOCK) rmSync(join(path, name), { recursive: true })
}

/** Makes a folder and its parents one by one: Node's recursive `mkdir` never returns below `/proc`. */
const makeFolder = (path: string): void => {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}

/** Holds a lock that ends with the process, however it ends. */
const lock = (path: string): DatabaseSync => {
  const database = new DatabaseSync(join(path, LOCK))
  try {
    database.exec('BEGIN EXCLUSIVE')
    return database
  } catch {
    database.close()
    throw new Error(`another host uses the data directory ${path}`)
  }
}

/**
 * Opens the data directory, and makes it if it is missing.
 *
 * A folder whose initial data were never completed is emptied first, as is any folder if `fresh`.
 *
 * @throws Error with one clear line if it cannot be written, is in use, or holds something else
 */
export const openDataDirectory = (path: string, { fresh }: { readonly fresh: boolean }): DataDirectory => {
  const marker = join(path, MARKER)
  try {
    makeFolder(path)
    readdirSync(path)
    accessSync(path, constants.W_OK)
  } catch (error) {
    throw new Error(`cannot write to the data directory ${path}`, { cause: error })
  }
  const isOurs = existsSync(marker)
  if (!isOurs && readdirSync(path).some((name) => name !== LOCK)) {
    throw new Error(`the folder ${path} holds something else than data of this system`)
  }
  const held = lock(path)
  if (fresh || !isOurs || readFileSync(marker, 'utf8') !== 'seeded') {
    clear(path)
    writeFileSync(marker, 'new')
  }
  return {
    path,
    isSeeded: () => readFileSync(marker, 'utf8') === 'seeded',
    markSeeded: () => writeFileSync(marker, 'seeded'),
    release: () => {
      if (held.isOpen) held.close()
    },
  }
}
