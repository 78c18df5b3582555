/**
 * Takes a stage down, and lists what is kept: `npm run destroy -- [--stage production] [--yes]`.
 *
 * What people wrote outlives the stack: tables, user accounts, secrets and buckets stay until they are deleted by hand.
 * The functions' logs go.
 * Without `--yes` nothing is touched; with it, the stage must be named, production as well.
 */
import { readFileSync } from 'node:fs'
import { MAIN_STAGE } from '../lib/aws/settings.ts'
import { buildAll } from './build.ts'
import { runCommand } from './program/run-command.ts'
import { readFlags, runMain } from './program/run-main.ts'
import { contextArguments, contextOf, readInstallation } from './stage/installation.ts'
import { keptLines, keptResources, mailDomainGoing } from './stage/kept-resources.ts'
import { namesOf } from './stage/stack-resources.ts'

/** The physical names of the stack's resources; none, with a warning, if AWS does not return them. */
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
  await buildAll()
  // This loads the CDK, which `--help` and a misspelt flag need not wait for.
  const { plimsollApp } = await import('./app.ts')
  process.env.CDK_VALIDATION = 'false'
  const [stack] = plimsollApp(undefined, contextOf(stage, installation)).synth().stacks
  if (!stack) throw new Error('there is no stack to take down')
  console.log(
    `${stack.stackName} in ${stack.environment.region} goes, with its address, functions and queues. It keeps:`,
  )
  const template = readFileSync(stack.templateFullPath, 'utf8')
  const names = await namesIfTold(stack.stackName)
  for (const line of keptLines(keptResources(template), names)) console.log(`  ${line}`)
  const mailDomain = mailDomainGoing(template, names)
  if (mailDomain)
    console.log(`SES forgets ${mailDomain}: whichever other stage or product sends from it sends no more.`)
  if (isSure) runCommand('cdk', ['destroy', '--force', ...contextArguments(stage, installation)])
  else console.log(`Nothing was touched. To go on: npm run destroy -- --stage ${stage} --yes`)
}

const { values } = readFlags({ options: { stage: { type: 'string' }, yes: { type: 'boolean', default: false } } })
await runMain(() => {
  if (values.yes && values.stage === undefined) {
    throw new Error(`please name what goes: --stage ${MAIN_STAGE} --yes, or another stage; nothing was touched`)
  }
  return destroy(values.stage ?? MAIN_STAGE, values.yes)
})
