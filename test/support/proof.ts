import { appendFileSync } from 'node:fs'
import { eventually, type TestSystem } from './test-system.ts'

/** What a whole proof may take to drain; the host itself waits 30 s each time it is asked. */
const DRAIN_PATIENCE_MS = 7_200_000

/** Waits until thousands of tickets have gone through every stream and queue. */
export const drained = async ({ url }: Pick<TestSystem, 'url'>): Promise<void> => {
  await eventually(
    async () => (await fetch(`${url}/_local/quiet`)).status,
    (status) => status === 200,
    DRAIN_PATIENCE_MS,
  )
}

/** File for the figures, set by `npm run proof`; without it, the tests run at their everyday size. */
const figures = process.env.PROOF_FIGURES

/** The size of a test: its everyday one, or the whole one in a proof run. */
export const sized = <Size>(everyDay: Size, whole: Size): Size => (figures === undefined ? everyDay : whole)

/** Number of tickets in a test; `--tickets` of the proof takes precedence over `whole`. */
export const sizedTickets = (everyDay: number, whole: number): number =>
  sized(everyDay, Number(process.env.PROOF_TICKETS ?? whole))

/** Tickets a second by `--rate` of the proof; undefined sends them as fast as they are accepted. */
export const askedRate = process.env.PROOF_RATE === undefined ? undefined : Number(process.env.PROOF_RATE)

const LIMIT_MS = sized(300_000, 4 * 3_600_000)
/** Time-outs for tests with hosts of their own, enough for a busy machine; for `vi.setConfig`. */
export const HOST_LIMITS = { testTimeout: LIMIT_MS, hookTimeout: LIMIT_MS }

/** Adds a line to the proof's figures. */
export const figure = (line: string): void => {
  if (figures !== undefined) appendFileSync(figures, `${line}\n`)
}

/** Runs a task for each input, at most `width` at a time; results are in the order of the inputs. */
export const inParallel = async <Input, Output>(
  inputs: readonly Input[],
  width: number,
  task: (input: Input, place: number) => Promise<Output>,
): Promise<readonly Output[]> => {
  const outputs: Output[] = []
  const left = inputs.entries()
  const worker = async (): Promise<void> => {
    for (const [place, input] of left) outputs[place] = await task(input, place)
  }
  await Promise.all(Array.from({ length: width }, worker))
  return outputs
}
