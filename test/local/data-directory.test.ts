import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openDataDirectory } from '../../lib/local/host/data-directory.ts'
import { temporaryFolder } from './small-host.ts'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

const path = () => join(folder.path, 'deep/data')
const kept = () => join(path(), 'kept')

it('keeps what it holds once its first data are complete', () => {
  const first = openDataDirectory(path(), { fresh: false })
  expect(first.isSeeded()).toBe(false)
  writeFileSync(kept(), '')
  first.markSeeded()
  first.release()

  const second = openDataDirectory(path(), { fresh: false })
  expect(second.isSeeded()).toBe(true)
  expect(existsSync(kept())).toBe(true)
  second.release()
})

it('starts anew if its first data were never completed', () => {
  openDataDirectory(path(), { fresh: false }).release()
  writeFileSync(kept(), '')

  const second = openDataDirectory(path(), { fresh: false })
  expect(existsSync(kept())).toBe(false)
  second.release()
})

it('starts anew if it is to be fresh', () => {
  const first = openDataDirectory(path(), { fresh: false })
  writeFileSync(kept(), '')
  first.markSeeded()
  first.release()

  const second = openDataDirectory(path(), { fresh: true })
  expect(second.isSeeded()).toBe(false)
  expect(existsSync(kept())).toBe(false)
  second.release()
})

it('is held by one host at a time', () => {
  const first = openDataDirectory(path(), { fresh: false })
  expect(() => openDataDirectory(path(), { fresh: true })).toThrow(`another host uses the data directory ${path()}`)
  first.release()
})

it('never touches a folder that holds something else, however fresh it is to be', () => {
  const photo = join(folder.path, 'photo')
  writeFileSync(photo, '')
  expect(() => openDataDirectory(folder.path, { fresh: true })).toThrow('holds something else')
  expect(existsSync(photo)).toBe(true)
})

it('says in one line that a folder cannot be made', () => {
  expect(() => openDataDirectory('/proc/no-such/data', { fresh: false })).toThrow('cannot write to the data directory')

  const file = join(folder.path, 'file')
  writeFileSync(file, '')
  expect(() => openDataDirectory(file, { fresh: false })).toThrow('cannot write to the data directory')
})
