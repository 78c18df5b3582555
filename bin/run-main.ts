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

/** A command's flags, read where it begins; one that it does not know is said in one line, and ends it with status 1. */
export const readFlags = <Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> => {
  try {
    return parseArgs(config)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}
