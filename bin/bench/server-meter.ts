import { figuresOf, type Load, type LoadFigures, type LoadRun, runLoad } from './load.ts'

/** CPU in milliseconds. */
export interface Spent {
  readonly cpuMs: number
  readonly databaseMs: number
}

/** A running server, and the load to put on it. */
export interface Contender {
  readonly load: Load
  /** CPU that its process and the database have used so far. */
  readonly spent: () => Promise<Spent>
}

/** A server's speed, and what each request costs. */
export interface ServerFigures extends LoadFigures {
  /** CPU of the server's process for a request, in milliseconds. */
  readonly cpuMs: number
  /** CPU of the database for a request, in milliseconds. */
  readonly databaseMs: number
}

/** Rounds in which each server gets its turn, so that drift in the machine's speed affects all of them alike. */
const ROUNDS = 3
const WARM_ALREADY: Load['warmUp'] = { requests: 0, seconds: 0 }

interface Round {
  readonly run: LoadRun
  readonly cpuMs: number
  readonly databaseMs: number
}

const askOnce = async ({ load, spent }: Contender, isFirst: boolean): Promise<Round> => {
  let before: Spent = { cpuMs: 0, databaseMs: 0 }
  let after = before
  const run = await runLoad({
    ...load,
    warmUp: isFirst ? load.warmUp : WARM_ALREADY,
    seconds: load.seconds / ROUNDS,
    onCounting: async () => {
      before = await spent()
    },
    onCounted: async () => {
      after = await spent()
    },
  })
  return { run, cpuMs: after.cpuMs - before.cpuMs, databaseMs: after.databaseMs - before.databaseMs }
}

const sumOf = (rounds: readonly Round[], of: 'cpuMs' | 'databaseMs'): number =>
  rounds.reduce((sum, round) => sum + round[of], 0)

/** Measures servers in turn, each for the seconds of its load in total; returns figures in their order. */
export const measureInTurn = async (contenders: readonly Contender[]): Promise<readonly ServerFigures[]> => {
  const measured = contenders.map((contender) => ({ contender, rounds: [] as Round[] }))
  for (let round = 0; round < ROUNDS; round++) {
    for (const { contender, rounds } of measured) rounds.push(await askOnce(contender, round === 0))
  }
  return measured.map(({ rounds }) => {
    const figures = figuresOf(rounds.map(({ run }) => run))
    const { requests } = figures
    return {
      ...figures,
      cpuMs: sumOf(rounds, 'cpuMs') / requests,
      databaseMs: sumOf(rounds, 'databaseMs') / requests,
    }
  })
}
