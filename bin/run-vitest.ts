import { spawn } from 'node:child_process'

/**
 * Runs vitest once.
 *
 * @param args command line behind `vitest run`
 * @param folder takes whatever the tests write to a temporary place
 * @param environment beside the process's own
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
