import type { AllowedCall } from '../../lib/local/permissions.ts'
import { customerDeeds, type Deed } from './customer-deeds.ts'
import { drain } from './drain.ts'
import { houseDeeds } from './house-deeds.ts'
import { judge, type Tally } from './invariants.ts'
import { type Operation, type OperationKind, operationsOf } from './operations.ts'
import { loadProduct, type Product } from './product.ts'
import { type Roles, readRoles } from './roles.ts'
import { staffDeeds } from './staff-deeds.ts'
import { newRecorder } from './trace.ts'
import type { Wiring } from './wiring.ts'
import { newWorld } from './world.ts'

/** The product, wiring and roles of runs, loaded once. */
export interface Laboratory {
  readonly product: Product
  readonly wiring: Wiring
  readonly roles: Roles
}

/** The result of one run. */
export interface SeedResult {
  readonly seed: number
  /** SHA-256 of everything that happened, in order: the same for the same seed and operations. */
  readonly hash: string
  /** Broken promises, one a line; empty if all were kept. */
  readonly violations: readonly string[]
  readonly tally: Tally
  /** How often each fault struck. */
  readonly faults: Readonly<Record<string, number>>
  /** Every distinct call that its function's role allowed. */
  readonly calls: readonly AllowedCall[]
  /** Everything that happened, if it was asked for. */
  readonly trace: readonly string[]
}

const DEEDS: Readonly<Record<OperationKind, Deed>> = { ...customerDeeds, ...staffDeeds, ...houseDeeds }

/** Loads the product, with a planted change if given, and the stack's wiring. */
export const openLaboratory = async (given: Partial<Omit<Laboratory, 'roles'>> = {}): Promise<Laboratory> => {
  const product = given.product ?? (await loadProduct())
  // The stack's constructs are slow to load, so workers are given the wiring.
  const wiring = given.wiring ?? (await import('./wiring.ts')).readWiring()
  return { product, wiring, roles: readRoles(wiring.template) }
}

/**
 * Runs operations with a seed's faults, lets the system come to rest, and checks its promises.
 *
 * The same seed, operations and product give the same run, moment by moment.
 */
export const runOperations = async (
  laboratory: Laboratory,
  seed: number,
  operations: readonly Operation[],
  keepsTrace = false,
): Promise<SeedResult> => {
  const { trace, hash, lines } = newRecorder(() => world.timeline.now(), keepsTrace)
  const world = newWorld({ seed, trace, ...laboratory })
  let at = 0
  for (const operation of operations) {
    at += operation.pause
    world.timeline.after(at, () => {
      trace(`operation ${operation.place} ${operation.kind}`)
      DEEDS[operation.kind](world, operation)
    })
  }
  await world.timeline.run(world.timeline.now() + at)
  const statistics = await drain(world)
  const { violations, tally } = judge(world, statistics)
  return {
    seed,
    hash: hash(),
    violations,
    tally,
    faults: world.faults.counts(),
    calls: world.guard.allowed(),
    trace: lines,
  }
}

/** Runs a seed's own operations. */
export const runSeed = (seed: number, operations: number, laboratory: Laboratory): Promise<SeedResult> =>
  runOperations(laboratory, seed, operationsOf(seed, operations))
