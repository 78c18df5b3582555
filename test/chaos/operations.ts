import { newRandom } from './random.ts'

/** The relative frequency of each operation. */
const WEIGHTS = {
  createTicket: 10,
  requestTicket: 3,
  commentAsCustomer: 8,
  confirm: 1,
  reply: 8,
  workOn: 16,
  relabel: 6,
  changePresence: 8,
  changeAgent: 4,
  removeAgent: 1,
  apply: 1,
  decideApplication: 1,
  assignByHand: 5,
  decideTriage: 3,
  mergeTicket: 3,
  unmergeTicket: 2,
  checkMerges: 0.8,
  decidePlan: 2.5,
  changeDepartment: 2,
  changeSettings: 0.5,
  openSocket: 2,
  closeSocket: 1.5,
  look: 6,
  sweepQueue: 2.5,
  runSchedule: 1.5,
  waitLong: 2.5,
  jumpClocks: 1.5,
  recycle: 0.6,
} as const

export type OperationKind = keyof typeof WEIGHTS

/** Random numbers in [0, 1) that determine an operation's details. */
export type Dice = readonly [number, number, number, number, number]

/** One simulated action of a person, a service, a schedule or the environment; plain, so that a trace can show it. */
export interface Operation {
  /** Its place in the seed's list, which identifies it even if others are left out. */
  readonly place: number
  readonly kind: OperationKind
  /** Milliseconds since the one before. */
  readonly pause: number
  readonly dice: Dice
}

const KINDS = Object.keys(WEIGHTS) as readonly OperationKind[]
const TOTAL = Object.values(WEIGHTS).reduce<number>((sum, weight) => sum + weight, 0)

const kindAt = (share: number): OperationKind => {
  let left = share * TOTAL
  for (const kind of KINDS) {
    left -= WEIGHTS[kind]
    if (left < 0) return kind
  }
  return 'createTicket'
}

/** Bursts, steady work and quiet minutes. */
const PAUSES = [
  { share: 0.75, mean: 15 },
  { share: 0.95, mean: 800 },
  { share: 1, mean: 20_000 },
] as const

const LONG_WAIT = 420_000

/** The first `count` operations of a seed's endless list. */
export const operationsOf = (seed: number, count: number): readonly Operation[] => {
  const random = newRandom(seed * 2 + 1)
  return Array.from({ length: count }, (_none, place) => {
    const kind = kindAt(random.next())
    const share = random.next()
    const mean = kind === 'waitLong' ? LONG_WAIT : (PAUSES.find((one) => share < one.share)?.mean ?? 0)
    const pause = Math.round(random.around(mean))
    const dice: Dice = [random.next(), random.next(), random.next(), random.next(), random.next()]
    return { place, kind, pause, dice }
  })
}
