/** Runs the whole proofs, or some of them: `npm run proof -- [name…] [--tickets 100000] [--rate 25]`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readFlags, runMain } from './run-main.ts'
import { runVitest } from './run-vitest.ts'
import { inScratchFolder } from './scratch-folder.ts'

/** What grows with `PROOF_FIGURES`; the rest of the tests has one size. */
const PROOFS = [
  ...['permissions', 'bad-requests', 'idempotency', 'paging', 'search', 'secrecy', 'crowd'],
  ...['claims', 'freed-slot', 'flapping', 'merging', 'load', 'poison', 'outages', 'restore'],
] as const
/** A hundred thousand tickets may take hours. */
const TEST_LIMIT_MS = 4 * 3_600_000

interface ProofSize {
  /** Of the load, and of what else is about many tickets; undefined leaves each its own. */
  readonly tickets: string | undefined
  /** Tickets a second of the load; undefined sends them as fast as they are taken. */
  readonly rate: string | undefined
}

/**
 * Runs the generated tests of the whole system at their full size, and prints what they counted.
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
