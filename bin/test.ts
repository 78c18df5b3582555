import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Runs the tests and closes with one plain line, `N passed, N failed`. Arguments go to vitest, such as a file's name. */
const run = async (args: readonly string[]): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-test-'))
  const report = join(folder, 'report.json')
  const vitest = spawn(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ],
    { stdio: 'inherit' },
  )
  const status = await new Promise<number>((resolve) => vitest.on('close', (code) => resolve(code ?? 1)))
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8')) as Record<
    'numPassedTests' | 'numFailedTests' | 'numFailedTestSuites',
    number
  >
  rmSync(folder, { recursive: true, force: true })
  // A file that cannot even be loaded holds tests that did not pass.
  const failed = numFailedTests > 0 || status === 0 ? numFailedTests : Math.max(1, numFailedTestSuites)
  console.log(`${numPassedTests} passed, ${failed} failed`)
  return status
}

process.exitCode = await run(process.argv.slice(2))
