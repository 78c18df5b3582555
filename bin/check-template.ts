import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkTemplate } from '../lib/aws/template-check.ts'
import { plimsollApp } from './app.ts'
import { runMain } from './run-main.ts'
import { inScratchFolder } from './scratch-folder.ts'

await runMain(() =>
  inScratchFolder(async (scratch) => {
    // The gate says everything itself, and in one place: the synthesis need not.
    process.env.CDK_VALIDATION = 'false'
    const app = plimsollApp(scratch)
    const file = process.argv[2] ?? join(app.synth().directory, 'Plimsoll.template.json')
    const faults = await checkTemplate(readFileSync(file, 'utf8'), app, scratch)
    for (const { id, rule, says } of faults) console.error(`${id}: ${says} (${rule})`)
    console.log(
      faults.length === 0
        ? `${file}: no finding`
        : `${file}: ${faults.length} ${faults.length === 1 ? 'finding' : 'findings'}`,
    )
    process.exitCode = faults.length === 0 ? 0 : 1
  }),
)
