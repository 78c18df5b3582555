import type { PlantedBug } from './planted-bugs.ts'
import { type Edit, loadProduct, type Product } from './product.ts'
import { openLaboratory, runSeed } from './run-seed.ts'
import type { Wiring } from './wiring.ts'

/**
 * The product with a bug in it.
 *
 * @throws Error if the product has changed, so that one of the bug's texts does not occur exactly once
 */
export const plant = async ({ name, changes }: PlantedBug): Promise<Product> => {
  const left = new Set(changes)
  const edit: Edit = (path, source) =>
    changes
      .filter(({ file }) => file === path)
      .reduce((text, change) => {
        const places = text.split(change.find).length - 1
        if (places !== 1) throw new Error(`"${name}" finds its place ${places} times in ${path}: ${change.find}`)
        left.delete(change)
        return text.replace(change.find, () => change.replace)
      }, source)
  const product = await loadProduct(edit)
  for (const { file } of left) throw new Error(`"${name}" does not find ${file}`)
  return product
}

/** Seeds within which a bug must be noticed. */
export const MOST_SEEDS = 200

/** The seed that noticed a bug, and what it noticed. */
export interface Noticed {
  readonly seed: number
  readonly violation: string
}

/**
 * Runs the product with a bug, seed after seed, until one of the promises that the bug should break is broken.
 *
 * @returns undefined if the bug was not noticed within MOST_SEEDS
 */
export const hunt = async (bug: PlantedBug, operations: number, wiring: Wiring): Promise<Noticed | undefined> => {
  const laboratory = await openLaboratory({ product: await plant(bug), wiring: bug.wiring?.(wiring) ?? wiring })
  for (let seed = 1; seed <= MOST_SEEDS; seed += 1) {
    const { violations } = await runSeed(seed, operations, laboratory)
    const violation = violations.find((one) => bug.breaks.some((rule) => one.startsWith(`${rule}: `)))
    if (violation !== undefined) return { seed, violation }
  }
  return undefined
}
