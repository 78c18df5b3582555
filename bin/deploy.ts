/**
 * Deploys a stage, or the changes to it: `npm run deploy -- [--stage production] [--check]`.
 *
 * Checks the account first, builds functions and site, bootstraps the account for the CDK if necessary, and shows the
 * site's address at the end. With `--check` the changes are only listed, and the account stays as it is. A stage's
 * settings (a domain, a model, …) are in installations.json.
 */
import { MAIN_STAGE } from '../lib/aws/settings.ts'
import { buildAll } from './build.ts'
import { inspectAccount } from './preflight.ts'
import { runCommand } from './program/run-command.ts'
import { readFlags, runMain } from './program/run-main.ts'
import { cdkCommands } from './stage/cdk-commands.ts'
import { contextArguments, readInstallation } from './stage/installation.ts'

const deploy = async (stage: string, isCheck: boolean): Promise<void> => {
  const findings = await inspectAccount(stage)
  if (findings.some(({ state }) => state === 'blocks')) throw new Error('the account is not ready, see above')
  const commands = cdkCommands(findings, contextArguments(stage, readInstallation(stage)), isCheck)
  if (commands.length === 0) {
    console.log('Nothing was touched. Changes can be listed once npm run deploy has bootstrapped the account.')
    return
  }
  await buildAll()
  for (const command of commands) runCommand('cdk', command)
}

const { values } = readFlags({
  options: { stage: { type: 'string', default: MAIN_STAGE }, check: { type: 'boolean', default: false } },
})
await runMain(() => deploy(values.stage, values.check))
