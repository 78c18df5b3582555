import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readFlags, runMain } from './run-main.ts'

/** What grows with `PROOF_FIGURES`; the rest of the tests has one size. */
const PROOFS = [
  ...['permissions', 'bad-requests', 'idempotency', 'paging', 'search', 'secrecy', 'crowd'],
  ...['claims', 'freed-slot', 'flapping', 'load', 'poison', 'outages', 'restore'],
] as const
/** A hundred thousand tickets may take hours. */
const TEST_LIMIT_MS = 4 * 3_600_000

/**
 * Runs the generated tests of the whole system at their full size, and prints what they counted.
 *
 * @param chosen names of `PROOFS`
 * @param tickets size of the load, and of what else is about many tickets; undefined leaves each its own
 */
const prove = async (chosen: readonly string[], tickets: string | undefined): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-proof-'))
  const figures = join(folder, 'figures.txt')
  writeFileSync(figures, '')
  const vitest = spawn(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project=system',
      `--testTimeout=${TEST_LIMIT_MS}`,
      `--hookTimeout=${TEST_LIMIT_MS}`,
      '--no-file-parallelism',
      ...chosen.map((name) => `test/system/${name}.test.ts`),
    ],
    { stdio: 'inherit', env: { ...process.env, PROOF_FIGURES: figures, ...(tickets && { PROOF_TICKETS: tickets }) } },
  )
  const status = await new Promise<number>((resolve) => vitest.on('close', (code) => resolve(code ?? 1)))
  process.stdout.write(readFileSync(figures, 'utf8'))
  rmSync(folder, { recursive: true, force: true })
  return status
}

/** `npm run proof -- [name…] [--tickets 100000]`; without a name, all of them. */
const { values, positionals } = readFlags({ allowPositionals: true, options: { tickets: { type: 'string' } } })
await runMain(async () => {
  const known: readonly string[] = PROOFS
  const unknown = positionals.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new Error(`there is no proof ${unknown}, but ${PROOFS.join(', ')}`)
  if (values.tickets !== undefined && !/^[1-9]\d*$/.test(values.tickets)) {
    throw new Error(`--tickets takes a whole number from 1, not ${values.tickets}`)
  }
  process.exitCode = await prove(positionals.length > 0 ? positionals : PROOFS, values.tickets)
})
