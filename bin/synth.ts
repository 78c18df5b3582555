/** Leaves the stack's template in cdk.out, validated, with all that a deployment would upload: `npm run synth`. */
import { buildAll } from './build.ts'
import { readFlags, runMain } from './run-main.ts'

readFlags({})
await runMain(async () => {
  await buildAll()
  const { plimsollApp } = await import('./app.ts')
  plimsollApp().synth()
})
