/** Synthesises the stack to cdk.out, validated, with all assets of a deployment: `npm run synth`. */
import { buildAll } from './build.ts'
import { readFlags, runMain } from './program/run-main.ts'

readFlags({})
await runMain(async () => {
  await buildAll()
  const { plimsollApp } = await import('./app.ts')
  plimsollApp().synth()
})
