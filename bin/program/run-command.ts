import { spawnSync } from 'node:child_process'

/**
 * Runs a command in this terminal, until it ends.
 *
 * @throws Error if it does not succeed
 */
export const runCommand = (command: string, args: readonly string[]): void => {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  if (status !== 0) throw new Error(`${command} ${args[0] ?? ''} did not succeed`, { cause: error })
}
