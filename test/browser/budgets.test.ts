import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

const site = fileURLToPath(new URL('../../dist/site', import.meta.url))
const read = (path: string) => readFileSync(join(site, path))

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
  readonly isEntry?: boolean
  readonly isDynamicEntry?: boolean
}

const manifest = JSON.parse(read('.vite/manifest.json').toString()) as Record<string, Chunk>

/** A chunk and everything that it cannot start without. */
const firstLoad = (key: string, seen = new Set<string>()): Set<string> => {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const needed of manifest[key]?.imports ?? []) firstLoad(needed, seen)
  return seen
}

/** Kilobytes after gzip -9. */
const weightOf = (files: Iterable<string>): number =>
  [...new Set(files)].reduce((sum, file) => sum + gzipSync(read(file), { level: 9 }).length / 1_000, 0)

const scripts = (entry: string) => [...firstLoad(entry)].flatMap((key) => manifest[key]?.file ?? [])
const styles = (entry: string) => [...firstLoad(entry)].flatMap((key) => manifest[key]?.css ?? [])

describe.each([
  ['the portal', 'index.html', 100, 8],
  ['the console', 'console.html', 200, 16],
])('%s', (_page, entry, mostScript, mostStyle) => {
  it(`needs at most ${mostScript} KB of script before it can be used`, () => {
    expect(weightOf(scripts(entry))).toBeGreaterThan(10)
    expect(weightOf(scripts(entry))).toBeLessThanOrEqual(mostScript)
  })

  it(`needs at most ${mostStyle} KB of styles`, () => {
    expect(weightOf(styles(entry))).toBeLessThanOrEqual(mostStyle)
  })
})

it('loads no part of more than 45 KB later', () => {
  const late = Object.entries(manifest).filter(([, { isDynamicEntry }]) => isDynamicEntry)
  expect(late.length).toBeGreaterThan(5)
  for (const [name, { file }] of late) expect(weightOf([file]), name).toBeLessThanOrEqual(45)
})

it('keeps the two latin fonts within 52 KB', () => {
  const fonts = Object.values(manifest)
    .map(({ file }) => file)
    .filter((file) => /-latin-wght-normal.*\.woff2$/.test(file))
  expect(fonts).toHaveLength(2)
  expect(fonts.reduce((sum, file) => sum + read(file).length / 1_000, 0)).toBeLessThanOrEqual(52)
})

it('carries no validation library and no inline script but the one that the policy names', () => {
  const all = Object.values(manifest).map(({ file }) => file)
  for (const file of all.filter((name) => name.endsWith('.js'))) {
    expect(read(file).toString(), file).not.toContain('ZodError')
  }
  const { script } = JSON.parse(read('csp.json').toString())
  for (const page of ['index.html', 'console.html']) {
    const inline = [
      ...read(page)
        .toString()
        .matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g),
    ]
    const hashes = inline.map(([, text = '']) => `sha256-${createHash('sha256').update(text).digest('base64')}`)
    expect(hashes, page).toEqual([script])
  }
})
