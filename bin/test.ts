import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runVitest } from './run-vitest.ts'
import { inScratchFolder } from './scratch-folder.ts'

type Counts = Readonly<Record<'numPassedTests' | 'numFailedTests' | 'numFailedTestSuites', number>>

/** What is known of a run that did not get as far as its report. */
const NOTHING: Counts = { numPassedTests: 0, numFailedTests: 0, numFailedTestSuites: 1 }

/** Runs the tests and closes with one plain line, `N passed, N failed`. Arguments go to vitest, such as a file's name. */
const run = (args: readonly string[]): Promise<number> =>
  inScratchFolder(async (folder) => {
    const report = join(folder, 'report.json')
    const status = await runVitest(
      ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
      folder,
    )
    const { numPassedTests, numFailedTests, numFailedTestSuites }: Counts = existsSync(report)
      ? JSON.parse(readFileSync(report, 'utf8'))
      : NOTHING
    // A file that cannot even be loaded holds tests that did not pass.
    const failed = numFailedTests > 0 || status === 0 ? numFailedTests : Math.max(1, numFailedTestSuites)
    console.log(`${numPassedTests} passed, ${failed} failed`)
    return status
  })

process.exitCode = await run(process.argv.slice(2))
