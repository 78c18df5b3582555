/**
 * Takes a stage down, and says what it keeps: `npm run destroy -- [--stage production] [--yes]`.
 *
 * What people wrote outlives the stack: tables, user accounts, secrets and buckets stay until somebody deletes them by
 * hand. The functions' logs go.
 * Without `--yes` nothing is touched.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { MAIN_STAGE } from '../lib/aws/settings.ts'
import { plimsollApp } from './app.ts'
import { contextArguments, contextOf, readInstallation } from './installation.ts'
import { keptLines, keptResources } from './kept-resources.ts'
import { runCommand } from './run-command.ts'
import { runMain } from './run-main.ts'
import { namesOf } from './stack-resources.ts'

/** What AWS calls the stack's resources; none of them, and a word about it, if it does not tell. */
const namesIfTold = async (stackName: string): Promise<ReadonlyMap<string, string>> => {
  try {
    return await namesOf(stackName)
  } catch (error) {
    const why = error instanceof Error ? error.message : error
    console.log(`AWS does not tell what it calls them, so this names them as the template does: ${why}`)
    return new Map()
  }
}

const destroy = async (stage: string, isSure: boolean): Promise<void> => {
  const installation = readInstallation(stage)
  process.env.CDK_VALIDATION = 'false'
  const [stack] = plimsollApp(undefined, contextOf(stage, installation)).synth().stacks
  if (!stack) throw new Error('there is no stack to take down')
  console.log(
    `${stack.stackName} in ${stack.environment.region} goes, with its address, functions and queues. It keeps:`,
  )
  const kept = keptResources(readFileSync(stack.templateFullPath, 'utf8'))
  for (const line of keptLines(kept, await namesIfTold(stack.stackName))) console.log(`  ${line}`)
  if (isSure) runCommand('cdk', ['destroy', '--force', ...contextArguments(stage, installation)])
  else console.log('Nothing was touched. To go on: the same command with --yes')
}

await runMain(() => {
  const { values } = parseArgs({
    options: { stage: { type: 'string', default: MAIN_STAGE }, yes: { type: 'boolean', default: false } },
  })
  return destroy(values.stage, values.yes)
})
