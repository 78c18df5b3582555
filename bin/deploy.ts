/**
 * Deploys a stage, or what has changed of it: `npm run deploy -- [--stage production] [--check]`.
 *
 * Looks at the account first, builds functions and site, prepares the account for the CDK if nobody has, and shows the
 * site's address at the end. With `--check` the changes are only listed, as a change set that is not carried out. What a
 * stage chooses (a domain, a model, …) stands in installations.json.
 */
import { parseArgs } from 'node:util'
import { buildFunctions, buildSite } from './build.ts'
import { contextArguments, readInstallation } from './installation.ts'
import { inspectAccount } from './preflight.ts'
import { runCommand } from './run-command.ts'
import { runMain } from './run-main.ts'

const deploy = async (stage: string, method: readonly string[]): Promise<void> => {
  const findings = await inspectAccount(stage)
  if (findings.some(({ state }) => state === 'blocks')) throw new Error('the account is not ready, see above')
  await Promise.all([buildFunctions(), buildSite()])
  const context = contextArguments(stage, readInstallation(stage))
  if (findings.some(({ about, state }) => about === 'bootstrap' && state === 'lacks')) {
    runCommand('cdk', ['bootstrap', ...context])
  }
  runCommand('cdk', ['deploy', ...method, ...context])
}

await runMain(async () => {
  const { values } = parseArgs({
    options: { stage: { type: 'string', default: 'production' }, check: { type: 'boolean', default: false } },
  })
  await deploy(values.stage, values.check ? ['--method', 'prepare-change-set'] : ['--require-approval', 'never'])
})
