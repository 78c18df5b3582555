import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

interface Bundle {
  readonly bytes: number
  /** What each module has left in it, by its path. */
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>
}

const { outputs } = JSON.parse(readFileSync(new URL('../../dist/meta.json', import.meta.url), 'utf8')) as {
  readonly outputs: Readonly<Record<string, Bundle>>
}
const bundles = Object.entries(outputs)
  .filter(([path]) => path.endsWith('/index.js'))
  .map(([path, bundle]) => ({ name: path.split('/').at(-2) ?? '', ...bundle }))

const bytesOf = ({ inputs }: Bundle, module: RegExp): number =>
  Object.entries(inputs)
    .filter(([path]) => module.test(path))
    .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0)

/** An empty module still has its wrapping. */
const NEXT_TO_NOTHING = 100
/** Most of a bundle is the SDK; the classifier's words come on top. */
const LARGEST = 512 * 1_024

it.each([
  ['event streams', /core\/dist-es\/submodules\/event-streams|middleware-(eventstream|websocket)/],
  ['other credentials than those of the environment', /credential-provider|token-providers|nested-clients/],
  ['endpoint discovery', /endpoint-discovery|endpoint-cache/],
  ['checksums in JavaScript', /(Sha256|Crc32|Md5)Js/],
])('no bundle holds %s', (_what, module) => {
  expect(bundles.filter((bundle) => bytesOf(bundle, module) > NEXT_TO_NOTHING).map(({ name }) => name)).toEqual([])
})

it.each([
  ['describes the API', /functions\/platform\/openapi\.ts/],
  ['makes JSON Schema', /zod\/v4\/core\/(to-json-schema|json-schema-processors)/],
])('one bundle alone holds what %s', (_what, module) => {
  const holders = bundles.filter((bundle) => bytesOf(bundle, module) > NEXT_TO_NOTHING)

  expect(holders.map(({ name }) => name)).toEqual(['api-meta'])
})

it('a module of which nothing is used is in no bundle', () => {
  const tickets = bundles.find(({ name }) => name === 'api-tickets')

  // Who decides about a triage needs its rules, not the rubric by which it was made.
  expect(tickets && bytesOf(tickets, /domain\/priority-rubric/)).toBe(0)
})

it('a client of the SDK knows the version of its own package, and no more of its description', () => {
  const descriptions = bundles.flatMap(({ inputs }) =>
    Object.entries(inputs).filter(([path]) => /@aws-sdk\/client-[^/]+\/package\.json/.test(path)),
  )

  expect(descriptions).not.toHaveLength(0)
  for (const [, { bytesInOutput }] of descriptions) expect(bytesInOutput).toBeLessThanOrEqual(NEXT_TO_NOTHING)
})

it.each(bundles)('$name is small enough to start fast', ({ bytes }) => {
  expect(bytes).toBeLessThanOrEqual(LARGEST)
})
