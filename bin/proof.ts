import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What grows with `PROOF_FIGURES`; the rest of the tests has one size. */
const PROOFS = ['permissions', 'bad-requests', 'idempotency', 'paging', 'search', 'secrecy'] as const

/** Runs the generated tests of the whole system at their full size, and prints what they counted. */
const prove = async (chosen: readonly string[]): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-proof-'))
  const figures = join(folder, 'figures.txt')
  writeFileSync(figures, '')
  const vitest = spawn(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project=system',
      '--testTimeout=1200000',
      '--no-file-parallelism',
      ...chosen.map((name) => `test/system/${name}.test.ts`),
    ],
    { stdio: 'inherit', env: { ...process.env, PROOF_FIGURES: figures } },
  )
  const status = await new Promise<number>((resolve) => vitest.on('close', (code) => resolve(code ?? 1)))
  process.stdout.write(readFileSync(figures, 'utf8'))
  rmSync(folder, { recursive: true, force: true })
  return status
}

const named = process.argv.slice(2)
process.exitCode = await prove(named.length > 0 ? named : PROOFS)
