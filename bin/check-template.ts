import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkTemplate } from '../lib/aws/template-check.ts'
import { plimsollApp } from './app.ts'
import { runMain } from './run-main.ts'

await runMain(async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-template-'))
  try {
    // The gate says everything itself, and in one place: the synthesis need not.
    process.env.CDK_VALIDATION = 'false'
    const app = plimsollApp(scratch)
    const file = process.argv[2] ?? join(app.synth().directory, 'Plimsoll.template.json')
    const faults = await checkTemplate(readFileSync(file, 'utf8'), app, scratch)
    for (const { id, rule, says } of faults) console.error(`${id}: ${says} (${rule})`)
    console.log(faults.length === 0 ? `${file}: no finding` : `${file}: ${faults.length} findings`)
    process.exitCode = faults.length === 0 ? 0 : 1
  } finally {
    rmSync(scratch, { recursive: true })
  }
})
