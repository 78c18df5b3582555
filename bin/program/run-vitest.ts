import { spawn } from 'node:child_process'

/**
 * Runs vitest once.
 *
 * @param args arguments after `vitest run`
 * @param folder the temporary folder of the tests
 * @param environment variables in addition to the process's own
 * @returns the exit status
 */
export const runVitest = async (
  args: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<number> => {
  const vitest = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...environment, TMPDIR: folder },
  })
  return new Promise((resolve) => vitest.on('close', (code) => resolve(code ?? 1)))
}
