/** Names what the account lacks for a stage, before anything is deployed: `npm run preflight -- [--stage production]`. */
import { MAIN_STAGE, settingsOf, stackNameOf } from '../lib/aws/settings.ts'
import type { Finding } from './finding.ts'
import { contextOf, readInstallation } from './installation.ts'
import { readFlags, runMain } from './run-main.ts'

/**
 * Looks at the account with the eyes of a stage, and prints a line for each thing looked at.
 *
 * @throws Error if what the stage has chosen could not be deployed
 */
export const inspectAccount = async (stage: string): Promise<readonly Finding[]> => {
  // Half of the CDK comes with these: whoever asks for help, or misspells a flag, need not wait for it.
  const [{ App }, { checkAccount }] = await Promise.all([import('aws-cdk-lib'), import('./account-check.ts')])
  const installation = readInstallation(stage)
  const context = contextOf(stage, installation)
  const settings = settingsOf(new App({ context }))
  const { modelId, mailDomain, domain, indexShards, alarmEmail } = settings
  const findings = await checkAccount({
    stage,
    stackName: stackNameOf(settings),
    installation,
    indexShards,
    alarmEmail,
    modelId,
    mailDomain,
    certificateArn: domain?.certificateArn,
  })
  for (const { state, about, says } of findings) console.log(`${state.padEnd(7)}${about.padEnd(13)}${says}`)
  return findings
}

if (import.meta.main) {
  const { values } = readFlags({ options: { stage: { type: 'string', default: MAIN_STAGE } } })
  await runMain(async () => {
    const findings = await inspectAccount(values.stage)
    process.exitCode = findings.some(({ state }) => state === 'blocks') ? 1 : 0
  })
}
