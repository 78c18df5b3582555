/**
 * Walks the whole system by its tests, and says which permissions nothing needed: `npm run grants [-- <test files>]`.
 *
 * A permission is needed if, without it, a call that the walk made would have been refused. What is needed too seldom for
 * a walk stands in `seldom-grants.ts` with its reason; anything else that nothing needed is a finding.
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AllowedCall } from '../lib/local/permissions.ts'
import { readTemplate } from '../lib/local/template.ts'
import { plimsollApp } from './app.ts'
import { type Grant, grantsOf, unfeltGrants } from './grant-use.ts'
import { runMain } from './run-main.ts'
import { runVitest } from './run-vitest.ts'
import { inScratchFolder } from './scratch-folder.ts'
import { reasonOf } from './seldom-grants.ts'

/** Every call that the systems of the tests allowed. */
const walk = async (scratch: string, files: readonly string[]): Promise<readonly AllowedCall[]> => {
  const calls = join(scratch, 'calls')
  mkdirSync(calls)
  const status = await runVitest(['--project=system', '--no-file-parallelism', ...files], scratch, {
    ALLOWED_CALLS: calls,
  })
  if (status !== 0) throw new Error('the walk did not come through')
  return readdirSync(calls).flatMap((file): AllowedCall[] => JSON.parse(readFileSync(join(calls, file), 'utf8')))
}

const ownGrants = (scratch: string): readonly Grant[] => {
  process.env.CDK_VALIDATION = 'false'
  const [stack] = plimsollApp(join(scratch, 'stack')).synth().stacks
  if (!stack) throw new Error('there is no stack')
  const template = readTemplate(JSON.parse(readFileSync(stack.templateFullPath, 'utf8')), {
    awsPort: () => 0,
    localUrl: (url) => url,
    dynamicReference: (reference) => reference,
  })
  return grantsOf(template)
}

await runMain(() =>
  inScratchFolder(async (scratch) => {
    const grants = ownGrants(scratch)
    const calls = await walk(scratch, process.argv.slice(2))
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
