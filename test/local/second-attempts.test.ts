import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import vitestConfig from '../../vitest.config.ts'

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
    `--reporter=${join(process.cwd(), 'bin/test/second-attempts.ts')}`,
  ])
  rmSync(folder, { recursive: true, force: true })

  expect(stdout).toMatch(/second attempt: unsure\.test\.js > wavers Error: not there yet/)
  expect(stdout).not.toContain('is sure')
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('1 of 2 passed at a second attempt only')
})

it('is given to browser tests alone: elsewhere an occasional failure is a failure', () => {
  const retries = (vitestConfig.test?.projects ?? []).flatMap((project) =>
    typeof project === 'object' && 'test' in project ? [[project.test?.name, project.test?.retry]] : [],
  )
  expect(retries.filter(([, retry]) => retry !== 0)).toEqual([['browser', 1]])
  expect(retries.map(([name]) => name)).toContain('system')
})
