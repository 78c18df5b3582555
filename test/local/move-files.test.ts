import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { moveFiles } from '../../bin/build/move-files.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-bundles-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Makes a bundle elsewhere, and moves it to its place. @returns its path there */
const build = (name: string, text: string): string => {
  const [aside, dist] = [join(folder, 'aside'), join(folder, 'dist')]
  mkdirSync(join(aside, name), { recursive: true })
  writeFileSync(join(aside, name, 'index.js'), text)
  moveFiles(aside, dist)
  return join(dist, name, 'index.js')
}

it('leaves the previous file whole for a process that is reading it', () => {
  const reading = openSync(build('api-meta', 'before'), 'r')
  onTestFinished(() => closeSync(reading))
  const path = build('api-meta', 'after')

  expect(readFileSync(reading, 'utf8')).toBe('before')
  expect(readFileSync(path, 'utf8')).toBe('after')
})

it('leaves alone what is there under other names', () => {
  build('api-meta', 'one')
  build('api-intake', 'other')

  expect(readdirSync(join(folder, 'dist')).toSorted()).toEqual(['api-intake', 'api-meta'])
})
