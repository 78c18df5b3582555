import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

interface Bundle {
  readonly bytes: number
  /** Bytes that each module contributes to the bundle, by its path. */
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>
}

const DIST = new URL('../../dist/', import.meta.url)
const { outputs } = JSON.parse(readFileSync(new URL('meta.json', DIST), 'utf8')) as {
  readonly outputs: Readonly<Record<string, Bundle>>
}
const bundles = Object.entries(outputs)
  .filter(([path]) => path.endsWith('/index.js'))
  .map(([path, bundle]) => ({ name: path.split('/').at(-2) ?? '', ...bundle }))

const bytesOf = ({ inputs }: Bundle, module: RegExp): number =>
  Object.entries(inputs)
    .filter(([path]) => module.test(path))
    .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0)

/** A module without used code still has its wrapper. */
const NEXT_TO_NOTHING = 100
/** Most of a bundle is the SDK; the classifier's words come on top. */
const LARGEST = 450 * 1_024
const fileOf = ({ name }: { readonly name: string }): string => fileURLToPath(new URL(`${name}/index.js`, DIST))

it.each([
  ['event streams', /core\/dist-es\/submodules\/event-streams|middleware-(eventstream|websocket)|HeaderFormatter/],
  ['other credentials than those of the environment', /credential-provider|token-providers|nested-clients/],
  ['settings from elsewhere than the environment', /shared-ini-file-loader|getInstanceMetadataRegion/],
  ['endpoint discovery', /endpoint-discovery|endpoint-cache/],
  ['checksums in JavaScript', /(Sha256|Crc32|Md5)Js/],
  ['adaptive retries', /DefaultRateLimiter/],
])('no bundle holds %s', (_what, module) => {
  expect(bundles.filter((bundle) => bytesOf(bundle, module) > NEXT_TO_NOTHING).map(({ name }) => name)).toEqual([])
})

it.each([
  ['describes the API', /functions\/api\/meta\/open-api/],
  ['makes JSON Schema', /zod\/v4\/core\/(to-json-schema|json-schema-processors)/],
])('one bundle alone holds what %s', (_what, module) => {
  const holders = bundles.filter((bundle) => bytesOf(bundle, module) > NEXT_TO_NOTHING)

  expect(holders.map(({ name }) => name)).toEqual(['api-meta'])
})

it('a module of which nothing is used is in no bundle', () => {
  const tickets = bundles.find(({ name }) => name === 'api-tickets')

  const triage = bundles.find(({ name }) => name === 'triage-ticket')
  const rubric = /domain\/classifier\/(priority-(rubric|signs)|told-harm)/

  // Deciding about a suggestion needs the rules of triage, but not the rubric that the model was given.
  expect(tickets && bytesOf(tickets, rubric)).toBe(0)
  expect(triage && bytesOf(triage, rubric)).toBeGreaterThan(0)
})

it('a function holds no contract that only the routes of others need', () => {
  const classify = bundles.find(({ name }) => name === 'api-classify')

  expect(classify && bytesOf(classify, /contracts\/(insight|department|events|socket|ticket)\.ts/)).toBe(0)
})

it.each([
  ['what guardrails thought', 'GuardrailAutomatedReasoning'],
  ['other operations of the model service', 'ListAsyncInvokes'],
  ['another protocol than HTTP/1.1', 'node:http2'],
  ['formats of strings that no contract uses', 'ZodCIDRv6'],
])('no bundle names %s', (_what, word) => {
  const naming = bundles.filter((bundle) => readFileSync(fileOf(bundle), 'utf8').includes(word))

  expect(naming.map(({ name }) => name)).toEqual([])
})

it('every bundle loads with nothing but what Lambda sets', () => {
  const program = 'for (const file of process.argv.slice(1)) require(file)'
  const env = { AWS_REGION: 'us-east-1', POWERTOOLS_LOG_LEVEL: 'SILENT' }

  expect(() => execFileSync(process.execPath, ['-e', program, ...bundles.map(fileOf)], { env })).not.toThrow()
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

it('the embedded model, with all that it needs, adds at most 60 KB to a bundle', () => {
  const model = bundles.find(({ name }) => name === 'embedded-model')

  expect(model?.bytes).toBeLessThanOrEqual(60_000)
})
