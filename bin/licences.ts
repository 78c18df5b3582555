/** Lists the licence of every package that is shipped, and fails for one that would oblige the product: `npm run licences`. */
import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { readFlags } from './program/run-main.ts'

const Lockfile = z.object({
  packages: z.record(z.string(), z.object({ license: z.string().optional(), dev: z.boolean().optional() })),
})

/** Licences that require only that their text be kept. */
const PERMISSIVE = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0', 'Unlicense'])
/** The Open Font License, accepted for fonts only: they may be shipped, but not sold on their own. */
const OF_FONTS = 'OFL-1.1'

export interface Licensed {
  readonly name: string
  readonly licence: string
  readonly isFine: boolean
}

/** Whether a package may be shipped; an expression such as `(MIT OR Apache-2.0)` needs all of its parts to be fine. */
const isFine = (name: string, licence: string): boolean =>
  licence
    .replaceAll(/[()]/g, '')
    .split(/ (?:OR|AND|and) /)
    .every((part) => PERMISSIVE.has(part) || (part === OF_FONTS && name.startsWith('@fontsource')))

/**
 * The packages in a lockfile that the product ships or runs with, without those for building and testing.
 *
 * @param lockfile text of a package-lock.json
 */
export const shippedLicences = (lockfile: string): readonly Licensed[] =>
  Object.entries(Lockfile.parse(JSON.parse(lockfile)).packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path, { license: licence = 'none named' }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
      return { name, licence, isFine: isFine(name, licence) }
    })

if (import.meta.main) {
  readFlags({})
  const all = shippedLicences(readFileSync('package-lock.json', 'utf8'))
  for (const [licence, packages] of Map.groupBy(all, (each) => each.licence)) {
    console.log(`${licence}: ${packages.map(({ name }) => name).join(', ')}`)
  }
  const wrong = all.filter((each) => !each.isFine)
  for (const { name, licence } of wrong) console.error(`${name} is under ${licence}`)
  console.log(`${all.length} packages, ${wrong.length} that oblige`)
  process.exitCode = wrong.length === 0 ? 0 : 1
}
