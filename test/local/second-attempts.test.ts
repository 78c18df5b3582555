import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const TESTS = `
let attempts = 0
it('is sure', () => {})
it('wavers', () => { attempts += 1; if (attempts === 1) throw new Error('not there yet') })
`

it('names a test that passed at its second attempt only, with what failed in the first, and no other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-attempts-'))
  writeFileSync(join(folder, 'unsure.test.js'), TESTS)
  const { stdout } = await promisify(execFile)(process.execPath, [
    'node_modules/vitest/vitest.mjs',
    ...['run', '--globals', '--retry=1', `--root=${folder}`],
    `--reporter=${join(process.cwd(), 'bin/second-attempts.ts')}`,
  ])
  rmSync(folder, { recursive: true, force: true })

  expect(stdout).toMatch(/second attempt: unsure\.test\.js > wavers Error: not there yet/)
  expect(stdout).not.toContain('is sure')
})
