import fc from 'fast-check'
import * as z from 'zod'
import { paths, type RouteName } from '../../functions/contracts/paths.ts'
import type { RouteContract } from '../../functions/contracts/route-contract.ts'
import { routes } from '../../functions/contracts/routes.ts'
import type { RawRequest } from '../support/raw-api.ts'

const ID = '01K0000000000000000000000Z'

/** A request that is wrong in the way that `wrong` names; the sender's credentials are added when it is sent. */
export type BadRequest = RawRequest & { readonly wrong: string }

const names = Object.keys(paths) as RouteName[]
const contractOf = (name: RouteName): RouteContract => routes[name]
const withBody = names.filter((name) => contractOf(name).method !== 'GET')
const json = { 'content-type': 'application/json' }

const targetOf = (name: RouteName): string =>
  paths[name][1].replace(/\{(\w+)\}/g, (_whole, param) => (param === 'id' ? ID : '1'))

/** Names of the fields that a schema of the route has, so that wrong values reach fields that are read. */
const fieldsOf = (schema: z.ZodType): readonly string[] => {
  const { properties = {} } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })
  return Object.keys(properties)
}

const PROTOTYPE_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'] as const

const nested = (depth: number, open: string, close: string): string => open.repeat(depth) + close.repeat(depth)

/** Text that tends to break things: control characters, lone surrogates, bidi marks, emoji, markup, formulas. */
const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '\u0000',
    '\ud800',
    '\u202e',
    'a\r\nBcc: x@y',
    '👩‍👩‍👧',
    '../../etc/passwd',
    '{{7*7}}',
    "' OR 1=1",
    '=1+1',
    '$ne',
  ),
)

const oddJson = fc.oneof(
  oddText.map((text) => JSON.stringify(text)),
  fc.json({ maxDepth: 4 }),
  fc.constantFrom('null', 'true', '-0', '1e999', '-1e999', '9007199254740993', '[]', '{}', '""', '"NaN"'),
  fc.integer({ min: 10, max: 3_000 }).map((depth) => nested(depth, '[', ']')),
  fc.integer({ min: 10, max: 3_000 }).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
)

const objectText = (entries: readonly (readonly [string, string])[]): string =>
  `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`

/** Whether the contract refuses a body; generated bodies that it accepts are filtered out. */
const isRefused = (name: RouteName, text: string): boolean => !contractOf(name).body.safeParse(JSON.parse(text)).success

const wrongBody = fc.constantFrom(...withBody).chain((name) => {
  const known = fieldsOf(contractOf(name).body)
  const key = fc.oneof(fc.constantFrom(...PROTOTYPE_KEYS), oddText, fc.constantFrom('id', 'role', ...known))
  return fc
    .oneof(fc.array(fc.tuple(key, oddJson), { minLength: 1, maxLength: 6 }).map(objectText), oddJson)
    .filter((text) => isRefused(name, text))
    .map((body): BadRequest => ({ wrong: 'body', method: paths[name][0], target: targetOf(name), headers: json, body }))
})

const unparsable = fc
  .tuple(
    fc.constantFrom(...withBody),
    fc.oneof(
      fc.constantFrom(
        '{',
        '{"a":NaN}',
        '{"a":Infinity}',
        "{'a':1}",
        '{"a":1,}',
        '\u0000',
        '\ufeff{',
        '[1,2',
        'undefined',
      ),
      fc.integer({ min: 1, max: 30_000 }).map((depth) => '['.repeat(depth)),
      fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Uint8Array.from([0xff, ...bytes])),
    ),
  )
  .map(
    ([name, body]): BadRequest => ({
      wrong: 'JSON',
      method: paths[name][0],
      target: targetOf(name),
      headers: json,
      body,
    }),
  )

const tooLarge = fc.tuple(fc.constantFrom(...withBody), fc.integer({ min: 64 * 1_024 + 1, max: 300_000 })).map(
  ([name, size]): BadRequest => ({
    wrong: 'size',
    method: paths[name][0],
    target: targetOf(name),
    headers: json,
    body: `{"title":"${'x'.repeat(size)}"}`,
  }),
)

const wrongType = fc
  .tuple(
    fc.constantFrom(...withBody),
    fc.constantFrom(
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
      'json',
      ';;',
      'application/json/x',
    ),
  )
  .map(
    ([name, type]): BadRequest => ({
      wrong: 'content type',
      method: paths[name][0],
      target: targetOf(name),
      headers: { 'content-type': type },
      body: '{"title":"x","description":"y"}',
    }),
  )

const wrongQuery = fc
  .constantFrom(...names)
  .chain((name) => {
    const known = fieldsOf(contractOf(name).query)
    const key = fc.oneof(
      fc.constantFrom(...PROTOTYPE_KEYS),
      oddText,
      fc.constantFrom('limit', 'cursor', 'page', ...known),
    )
    const value = fc.oneof(oddText, fc.constantFrom('NaN', '-1', '1e309', '0', ',', 'null', '[]', '101', '%', 'a,,b'))
    return fc.tuple(fc.constant(name), fc.array(fc.tuple(key, value), { minLength: 1, maxLength: 4 }))
  })
  .map(([name, pairs]) => {
    // Lone surrogates cannot be percent-encoded; U+FFFD, which replaces them, is odd enough.
    const entries = pairs.map(([key, value]) => [key.toWellFormed(), value.toWellFormed()] as const)
    return { name, entries }
  })
  .filter(({ name, entries }) => !contractOf(name).query.safeParse(Object.fromEntries(entries)).success)
  .map(
    ({ name, entries }): BadRequest => ({
      wrong: 'query',
      method: paths[name][0],
      target: `${targetOf(name)}?${entries.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')}`,
      headers: {},
    }),
  )

/** A cursor that belongs to no list: valid as text, but no position. */
const wrongCursor = fc
  .tuple(
    fc.constantFrom(...names.filter((name) => fieldsOf(contractOf(name).query).includes('cursor'))),
    fc.oneof(
      fc.base64String({ minLength: 1, maxLength: 80 }),
      oddText.filter((text) => text !== ''),
    ),
  )
  .map(
    ([name, cursor]): BadRequest => ({
      wrong: 'cursor',
      method: 'GET',
      target: `${targetOf(name)}?cursor=${encodeURIComponent(`x${cursor.toWellFormed()}`)}`,
      headers: {},
    }),
  )

const wrongId = fc
  .tuple(
    fc.constantFrom(...names.filter((name) => paths[name][1].includes('{'))),
    fc.oneof(
      oddText.map((text) => encodeURIComponent(`!${text.toWellFormed()}`)),
      fc.constantFrom(...PROTOTYPE_KEYS, '%00', '%', '%ff', '%2e%2e%2f', ID.toLowerCase(), `${ID}0`, 'x'.repeat(4_000)),
    ),
  )
  .map(
    ([name, id]): BadRequest => ({
      wrong: 'id',
      method: paths[name][0],
      target: paths[name][1].replace(/\{\w+\}/, () => id),
      headers: {},
    }),
  )

const wrongKey = fc
  .tuple(
    fc.constantFrom(...withBody.filter((name) => contractOf(name).idempotent)),
    fc.constantFrom('é', 'x'.repeat(256), 'x'.repeat(2_000), 'a\tb', '\u0080'),
  )
  .map(
    ([name, key]): BadRequest => ({
      wrong: 'idempotency key',
      method: paths[name][0],
      target: targetOf(name),
      headers: { ...json, 'idempotency-key': key },
      body: '{"zz":1}',
    }),
  )

const wrongPlace = fc
  .tuple(
    fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'),
    oddText.map((text) => `/api/no-such-thing/${encodeURIComponent(text.toWellFormed())}`),
  )
  .map(([method, target]): BadRequest => ({ wrong: 'place', method, target, headers: {} }))

const wrongToken = fc
  .tuple(
    fc.constantFrom(...names.filter((name) => !contractOf(name).ignoresToken)),
    fc.constantFrom(
      'Bearer',
      'Bearer x',
      'Bearer a.b.c',
      'Basic eDp5',
      'Bearer eyJhbGciOiJub25lIn0.e30.',
      `Bearer ${'x'.repeat(6_000)}`,
    ),
  )
  .map(
    ([name, authorization]): BadRequest => ({
      wrong: 'token',
      method: paths[name][0],
      target: targetOf(name),
      headers: { ...json, authorization },
      ...(paths[name][0] !== 'GET' && { body: '{"zz":1}' }),
    }),
  )

/** A request that its route's contract refuses, or that has no route. */
export const anyBadRequest = fc.oneof(
  { weight: 6, arbitrary: wrongBody },
  { weight: 3, arbitrary: wrongQuery },
  { weight: 2, arbitrary: wrongId },
  unparsable,
  tooLarge,
  wrongType,
  wrongCursor,
  wrongKey,
  wrongPlace,
  wrongToken,
)
