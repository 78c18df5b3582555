import { readFileSync } from 'node:fs'
import { App } from 'aws-cdk-lib'
import { PlimsollStack } from '../lib/aws/plimsoll-stack.ts'
import { settingsOf, stackNameOf } from '../lib/aws/settings.ts'

/** Context of cdk.json: only the CLI passes it along, and without it the feature flags are off. */
const ownContext = (): Readonly<Record<string, unknown>> =>
  process.env.CDK_CONTEXT_JSON ? {} : JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8')).context

/**
 * The app with its one stack, not yet synthesised.
 *
 * @param outdir folder of the assembly; without it CDK_OUTDIR, else `cdk.out` in the working directory
 * @param chosen what an installation chooses (`lib/aws/settings.ts`), in addition to what the CLI passes along
 */
export const plimsollApp = (
  outdir = process.env.CDK_OUTDIR ?? 'cdk.out',
  chosen: Readonly<Record<string, string>> = {},
): App => {
  const app = new App({
    outdir,
    context: { ...ownContext(), ...chosen },
    analyticsReporting: false,
    stackTraces: false,
    treeMetadata: false,
  })
  new PlimsollStack(app, stackNameOf(settingsOf(app)), {
    description: 'Plimsoll: support tickets with a load line',
    // A web ACL for CloudFront must be in us-east-1, so everything else is there too.
    env: { region: 'us-east-1' },
  })
  return app
}

// Fast local starts skip the validator with CDK_VALIDATION=false, which the CDK itself reads.
if (import.meta.main) plimsollApp().synth()
