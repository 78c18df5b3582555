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

/** Named by `npm run proof`: where its figures go. Without it, the tests run at the size of every day. */
const figures = process.env.PROOF_FIGURES

/** How much a test tries: every day, or when the whole proof is asked for. */
export const sized = <Size>(everyDay: Size, whole: Size): Size => (figures === undefined ? everyDay : whole)

/** How many tickets the whole proof is about, unless it was asked for another number by `--tickets`. */
export const sizedTickets = (everyDay: number, whole: number): number =>
  sized(everyDay, Number(process.env.PROOF_TICKETS ?? whole))

/** Tickets a second that a proof sends, where it was asked for by `--rate`; else as fast as they are taken. */
export const askedRate = process.env.PROOF_RATE === undefined ? undefined : Number(process.env.PROOF_RATE)

const LIMIT_MS = sized(300_000, 4 * 3_600_000)
/** How long tests with hosts of their own may take, also on a machine that is busy: for `vi.setConfig`. */
export const HOST_LIMITS = { testTimeout: LIMIT_MS, hookTimeout: LIMIT_MS }

/** Tells the proof what was counted. */
export const figure = (line: string): void => {
  if (figures !== undefined) appendFileSync(figures, `${line}\n`)
}

/** Does a task for each input, at most `width` at a time; answers in order of the inputs. */
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
