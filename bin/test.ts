/**
 * Runs the tests and ends with one plain line, `N passed, N failed`: `npm test -- [file…]`, and `npm run walk` for
 * those that walk through a stage. Other arguments go to vitest, such as `-t` and a test's name.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readFlags } from './program/run-main.ts'
import { runVitest } from './program/run-vitest.ts'
import { inScratchFolder } from './program/scratch-folder.ts'

type Counts = Readonly<Record<'numPassedTests' | 'numFailedTests' | 'numFailedTestSuites', number>>

/** The counts of a run that ended before it wrote its report. */
const NOTHING: Counts = { numPassedTests: 0, numFailedTests: 0, numFailedTestSuites: 1 }

/** @param args arguments of vitest */
const run = (args: readonly string[]): Promise<number> =>
  inScratchFolder(async (folder) => {
    const report = join(folder, 'report.json')
    const status = await runVitest(
      ['default', 'json', 'bin/test/second-attempts.ts']
        .map((reporter) => `--reporter=${reporter}`)
        .concat(`--outputFile.json=${report}`, args),
      folder,
    )
    const { numPassedTests, numFailedTests, numFailedTestSuites }: Counts = existsSync(report)
      ? JSON.parse(readFileSync(report, 'utf8'))
      : NOTHING
    // A file that cannot be loaded counts as failed tests.
    const failed = numFailedTests > 0 || status === 0 ? numFailedTests : Math.max(1, numFailedTestSuites)
    console.log(`${numPassedTests} passed, ${failed} failed`)
    return status
  })

// Vitest checks its own flags.
readFlags({ strict: false })
process.exitCode = await run(process.argv.slice(2))
