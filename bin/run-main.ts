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
