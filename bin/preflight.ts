/** Names what the account lacks for a stage, before anything is deployed: `npm run preflight -- [--stage production]`. */
import { parseArgs } from 'node:util'
import { App } from 'aws-cdk-lib'
import { MAIN_STAGE, settingsOf, stackNameOf } from '../lib/aws/settings.ts'
import { checkAccount } from './account-check.ts'
import type { Finding } from './finding.ts'
import { contextOf, readInstallation } from './installation.ts'
import { runMain } from './run-main.ts'

/**
 * Looks at the account with the eyes of a stage, and prints a line for each thing looked at.
 *
 * @throws Error if what the stage has chosen could not be deployed
 */
export const inspectAccount = async (stage: string): Promise<readonly Finding[]> => {
  const context = contextOf(stage, readInstallation(stage))
  const settings = settingsOf(new App({ context }))
  const { modelId, mailDomain, domain } = settings
  const findings = await checkAccount({
    stackName: stackNameOf(settings),
    modelId,
    mailDomain,
    certificateArn: domain?.certificateArn,
  })
  for (const { state, about, says } of findings) console.log(`${state.padEnd(7)}${about.padEnd(13)}${says}`)
  return findings
}

if (import.meta.main) {
  await runMain(async () => {
    const { values } = parseArgs({ options: { stage: { type: 'string', default: MAIN_STAGE } } })
    const findings = await inspectAccount(values.stage)
    process.exitCode = findings.some(({ state }) => state === 'blocks') ? 1 : 0
  })
}
