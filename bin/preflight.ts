/** Names what the account lacks for a stage, before anything is deployed: `npm run preflight -- [--stage production]`. */
import { MAIN_STAGE, settingsOf, stackNameOf } from '../lib/aws/settings.ts'
import { readFlags, runMain } from './program/run-main.ts'
import type { Finding } from './stage/finding.ts'
import { contextOf, readInstallation } from './stage/installation.ts'

/**
 * Checks the account for a stage's deployment, and prints a line for each check.
 *
 * @throws Error if the stage could not be deployed with its settings
 */
export const inspectAccount = async (stage: string): Promise<readonly Finding[]> => {
  // These load half of the CDK, which `--help` and a misspelt flag need not wait for.
  const [{ App }, { checkAccount }] = await Promise.all([import('aws-cdk-lib'), import('./stage/account-check.ts')])
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
