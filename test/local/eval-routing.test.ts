import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'

const COMMAND = fileURLToPath(new URL('../../bin/eval-routing.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-scenario-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const evaluate = (...given: readonly string[]) => spawnSync(process.execPath, [COMMAND, ...given], { encoding: 'utf8' })

/** The command's result for its own scenario, with departments that overflow after `after_minutes`. */
const overflowingAfter = (after_minutes: number) => {
  const { departments, ...desk } = JSON.parse(evaluate('--print').stdout)
  const helping = departments.map((department: object) => ({
    ...department,
    overflow: { enabled: true, after_minutes },
  }))
  const scenario = { ...desk, departments: helping }
  const file = join(folder, 'scenario.json')
  writeFileSync(file, JSON.stringify(scenario))
  return { scenario, ...evaluate(file, '--print') }
}

it('takes whatever a department may choose for its overflow, from no minutes on', () => {
  const { scenario, stdout, status } = overflowingAfter(0)

  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toEqual(scenario)
  expect(overflowingAfter(-1)).toMatchObject({ status: 1, stderr: expect.stringContaining('after_minutes') })
})
