/**
 * Walks the whole system by its tests, and says which permissions nothing needed: `npm run grants [-- <test files>]`.
 *
 * A permission is needed if, without it, a call that the walk made would have been refused. What is needed too seldom for
 * a walk stands in `seldom-grants.ts` with its reason; anything else that nothing needed is a finding.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AllowedCall } from '../lib/local/permissions.ts'
import { readTemplate } from '../lib/local/template.ts'
import { plimsollApp } from './app.ts'
import { type Grant, grantsOf, unfeltGrants } from './grant-use.ts'
import { runMain } from './run-main.ts'
import { reasonOf } from './seldom-grants.ts'

/** Every call that the systems of the tests allowed. */
const walk = (scratch: string, files: readonly string[]): readonly AllowedCall[] => {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--project=system', '--no-file-parallelism', ...files],
    { stdio: 'inherit', env: { ...process.env, ALLOWED_CALLS: scratch } },
  )
  if (status !== 0) throw new Error('the walk did not come through')
  return readdirSync(scratch).flatMap((file): AllowedCall[] => JSON.parse(readFileSync(join(scratch, file), 'utf8')))
}

const ownGrants = (scratch: string): readonly Grant[] => {
  process.env.CDK_VALIDATION = 'false'
  const [stack] = plimsollApp(scratch).synth().stacks
  if (!stack) throw new Error('there is no stack')
  const template = readTemplate(JSON.parse(readFileSync(stack.templateFullPath, 'utf8')), {
    awsPort: () => 0,
    localUrl: (url) => url,
    dynamicReference: (reference) => reference,
  })
  return grantsOf(template)
}

await runMain(() => {
  const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-grants-'))
  try {
    const grants = ownGrants(mkdtempSync(join(scratch, 'stack-')))
    const calls = walk(mkdtempSync(join(scratch, 'calls-')), process.argv.slice(2))
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
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
})
