import { readFileSync } from 'node:fs'
import { type ParseArgsConfig, parseArgs } from 'node:util'

/**
 * Runs a command. An error is printed in one line without its stack, and the process ends with status 1.
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

/** The usage text: the comment at the head of the command's file, and its flags with their defaults. */
const usageOf = (file: string, { options = {} }: ParseArgsConfig): string => {
  const [, head = ''] = /^\/\*\*(.*?)\*\//s.exec(readFileSync(file, 'utf8')) ?? []
  const flags = Object.entries(options).map(([name, { type, default: standard }]) =>
    type === 'boolean' ? `--${name}` : `--${name} ${standard ?? '<value>'}`,
  )
  const lines = [head.replaceAll(/^ \* ?/gm, '').trim(), ...(flags.length > 0 ? [`flags: ${flags.join(', ')}`] : [])]
  return lines.join('\n')
}

/**
 * Reads a command's flags. `--help` prints the usage and ends the process; an unknown flag is reported in one line and
 * ends it with status 1.
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
    // The lines after the first are advice about `parseArgs`.
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    console.error(line)
    process.exit(1)
  }
}
