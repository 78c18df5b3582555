/** Runs the whole proofs, or some of them: `npm run proof -- [name…] [--tickets 100000] [--rate 25]`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readFlags, runMain } from './program/run-main.ts'
import { runVitest } from './program/run-vitest.ts'
import { inScratchFolder } from './program/scratch-folder.ts'

/** The tests that run at full size when `PROOF_FIGURES` is set; all others have one size. */
const PROOFS = [
  ...['permissions', 'bad-requests', 'idempotency', 'paging', 'search', 'secrecy', 'crowd'],
  ...['claims', 'freed-slot', 'flapping', 'merging', 'load', 'poison', 'outages', 'restore'],
] as const
/** A hundred thousand tickets may take hours. */
const TEST_LIMIT_MS = 4 * 3_600_000

interface ProofSize {
  /** Tickets in the load and in the other tests of many tickets; undefined leaves each its own number. */
  readonly tickets: string | undefined
  /** Tickets a second in the load; undefined sends them as fast as they are accepted. */
  readonly rate: string | undefined
}

/**
 * Runs the system's generated tests at full size, and prints their figures.
 *
 * @param chosen names of `PROOFS`
 */
const prove = (chosen: readonly string[], { tickets, rate }: ProofSize): Promise<number> =>
  inScratchFolder(async (folder) => {
    const figures = join(folder, 'figures.txt')
    writeFileSync(figures, '')
    const status = await runVitest(
      [
        '--project=system',
        `--testTimeout=${TEST_LIMIT_MS}`,
        `--hookTimeout=${TEST_LIMIT_MS}`,
        '--no-file-parallelism',
        ...chosen.map((name) => `test/system/${name}.test.ts`),
      ],
      folder,
      { PROOF_FIGURES: figures, ...(tickets && { PROOF_TICKETS: tickets }), ...(rate && { PROOF_RATE: rate }) },
    )
    process.stdout.write(readFileSync(figures, 'utf8'))
    return status
  })

const requireWhole = (flag: string, text: string | undefined): void => {
  if (text === undefined || /^[1-9]\d*$/.test(text)) return
  throw new Error(`--${flag} takes a whole number from 1, not ${text}`)
}

const { values, positionals } = readFlags({
  allowPositionals: true,
  options: { tickets: { type: 'string' }, rate: { type: 'string' } },
})
await runMain(async () => {
  const known: readonly string[] = PROOFS
  const unknown = positionals.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new Error(`there is no proof ${unknown}, but ${PROOFS.join(', ')}`)
  requireWhole('tickets', values.tickets)
  requireWhole('rate', values.rate)
  process.exitCode = await prove(positionals.length > 0 ? positionals : PROOFS, {
    tickets: values.tickets,
    rate: values.rate,
  })
})
