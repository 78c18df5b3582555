/**
 * Checks a template with CloudFormation's validator, cdk-nag and our own lint: `npm run check:template -- [<file>]`.
 * Without a file, our own stack is synthesised and checked.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildAll } from './build.ts'
import { readFlags, runMain } from './program/run-main.ts'
import { inScratchFolder } from './program/scratch-folder.ts'

const { positionals } = readFlags({ allowPositionals: true })
await runMain(() =>
  inScratchFolder(async (scratch) => {
    const [named, ...others] = positionals
    if (others.length > 0) throw new Error(`one template at a time: ${others.join(' ')} would not be read`)
    const given = named === undefined ? undefined : readFileSync(named, 'utf8')
    await buildAll()
    // These load the CDK, which `--help` and a misspelt flag need not wait for.
    const [{ checkTemplate }, { plimsollApp }] = await Promise.all([
      import('../lib/aws/template-check.ts'),
      import('./app.ts'),
    ])
    // This gate reports everything in one place, so the synthesis need not.
    process.env.CDK_VALIDATION = 'false'
    const app = plimsollApp(scratch)
    const file = named ?? join(app.synth().directory, 'Plimsoll.template.json')
    const faults = await checkTemplate(given ?? readFileSync(file, 'utf8'), app, scratch)
    for (const { id, rule, says } of faults) console.error(`${id}: ${says} (${rule})`)
    console.log(
      faults.length === 0
        ? `${file}: no finding`
        : `${file}: ${faults.length} ${faults.length === 1 ? 'finding' : 'findings'}`,
    )
    process.exitCode = faults.length === 0 ? 0 : 1
  }),
)
