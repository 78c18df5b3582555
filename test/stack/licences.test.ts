import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { shippedLicences } from '../../bin/licences.ts'

const lockfile = (packages: object): string => JSON.stringify({ packages: { '': {}, ...packages } })

it('ships nothing that would oblige the product', () => {
  const all = shippedLicences(readFileSync('package-lock.json', 'utf8'))
  expect(all.length).toBeGreaterThan(50)
  expect(all.filter(({ isFine }) => !isFine)).toEqual([])
})

it.each([
  ['a licence that reaches what it is linked with', { license: 'GPL-3.0' }],
  ['a choice of which one part obliges', { license: '(MIT OR GPL-3.0)' }],
  ['no licence', {}],
  ['a font’s licence on a program', { license: 'OFL-1.1' }],
])('sees %s', (_case, entry) => {
  expect(shippedLicences(lockfile({ 'node_modules/a/node_modules/b': entry }))).toMatchObject([
    { name: 'b', isFine: false },
  ])
})

it('leaves alone what only builds and tests', () => {
  expect(shippedLicences(lockfile({ 'node_modules/b': { license: 'GPL-3.0', dev: true } }))).toEqual([])
})
