import { readFileSync } from 'node:fs'
import { type ParseArgsConfig, parseArgs } from 'node:util'

/**
 * Does a command's work. What goes wrong is said in one line without a stack, and the process ends with status 1.
 *
 * @param work may set the exit code itself
 */
export const runMain = async (work: () => Promise<void> | void): Promise<void> => {
  try {
    await work()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}

/** What the head of a command's file says of it, and each flag, if it takes any, with what holds where nobody gives it. */
const usageOf = (file: string, { options = {} }: ParseArgsConfig): string => {
  const [, head = ''] = /^\/\*\*(.*?)\*\//s.exec(readFileSync(file, 'utf8')) ?? []
  const flags = Object.entries(options).map(([name, { type, default: standard }]) =>
    type === 'boolean' ? `--${name}` : `--${name} ${standard ?? '<value>'}`,
  )
  const lines = [head.replaceAll(/^ \* ?/gm, '').trim(), ...(flags.length > 0 ? [`flags: ${flags.join(', ')}`] : [])]
  return lines.join('\n')
}

/**
 * A command's flags, read where it begins. `--help` says how it is called, and ends it; one that it does not know is said
 * in one line, and ends it with status 1.
 */
export const readFlags = <Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> => {
  const [, command = '', ...given] = process.argv
  if (given.includes('--help')) {
    console.log(usageOf(command, config))
    process.exit(0)
  }
  try {
    return parseArgs(config)
  } catch (error) {
    // What follows the first line is advice about `parseArgs`.
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    console.error(line)
    process.exit(1)
  }
}
