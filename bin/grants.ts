/**
 * Exercises the whole system by its tests and by simulated companies, and lists the permissions that were not needed:
 * `npm run grants -- [<test files>]`.
 *
 * A permission is needed if, without it, a call that was made would have been refused. Permissions that neither the
 * tests nor the simulation use are listed in `seldom-grants.ts` with a reason; any other unneeded one is a finding.
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { AllowedCall } from '../lib/local/permissions.ts'
import { readTemplate } from '../lib/local/template.ts'
import { runSeeds } from '../test/chaos/run-seeds.ts'
import { readWiring, type Wiring } from '../test/chaos/wiring.ts'
import { buildAll } from './build.ts'
import { reasonOf } from './grants/seldom.ts'
import { type Grant, grantsOf, unfeltGrants } from './grants/use.ts'
import { readFlags, runMain } from './program/run-main.ts'
import { runVitest } from './program/run-vitest.ts'
import { inScratchFolder } from './program/scratch-folder.ts'

/** Number of simulated companies and of operations in each: enough for rare coincidences to happen in one of them. */
const SEEDS = 200
const OPERATIONS = 500

/** Every call that was allowed in the systems of the tests. */
const walk = async (scratch: string, files: readonly string[]): Promise<readonly AllowedCall[]> => {
  const calls = join(scratch, 'calls')
  mkdirSync(calls)
  const status = await runVitest(['--project=system', '--no-file-parallelism', ...files], scratch, {
    ALLOWED_CALLS: calls,
  })
  if (status !== 0) throw new Error('the walk did not come through')
  return readdirSync(calls).flatMap((file): AllowedCall[] => JSON.parse(readFileSync(join(calls, file), 'utf8')))
}

/** Every call that the simulation's roles allowed. @throws Error if a promise is broken, such as by a refused call */
const simulate = async (wiring: Wiring): Promise<readonly AllowedCall[]> => {
  const calls: AllowedCall[] = []
  const broken: string[] = []
  await runSeeds({
    first: 1,
    count: SEEDS,
    operations: OPERATIONS,
    wiring,
    threads: availableParallelism(),
    heard: (result) => {
      calls.push(...result.calls)
      broken.push(...result.violations)
    },
  })
  if (broken[0] !== undefined) throw new Error(`the simulation did not come through: ${broken[0]}`)
  return calls
}

const ownGrants = ({ template }: Wiring): readonly Grant[] =>
  grantsOf(
    readTemplate(JSON.parse(template), {
      awsPort: () => 0,
      localUrl: (url) => url,
      dynamicReference: (reference) => reference,
    }),
  )

const { positionals: files } = readFlags({ allowPositionals: true })
await runMain(() =>
  inScratchFolder(async (scratch) => {
    await buildAll()
    const wiring = readWiring()
    const grants = ownGrants(wiring)
    const calls = [...(await simulate(wiring)), ...(await walk(scratch, files))]
    const unfelt = unfeltGrants(grants, calls)
    const findings = unfelt.filter((grant) => reasonOf(grant) === undefined)
    for (const grant of unfelt) {
      const { policy, action, resource, source } = grant
      console.log(`${reasonOf(grant) ?? 'nothing needed it'}: ${policy} ${action} ${source ?? resource}`)
    }
    console.log(
      `${grants.length} permissions: ${grants.length - unfelt.length} needed, ${unfelt.length - findings.length} needed seldom, ${findings.length} needed by nothing`,
    )
    process.exitCode = findings.length === 0 ? 0 : 1
  }),
)
