import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readFlags, runMain } from './run-main.ts'
import { runVitest } from './run-vitest.ts'
import { inScratchFolder } from './scratch-folder.ts'

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
const prove = (chosen: readonly string[], tickets: string | undefined): Promise<number> =>
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
      { PROOF_FIGURES: figures, ...(tickets && { PROOF_TICKETS: tickets }) },
    )
    process.stdout.write(readFileSync(figures, 'utf8'))
    return status
  })

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
