import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { contextArguments, contextOf, readInstallation } from '../../bin/stage/installation.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-installation-'))
  file = join(folder, 'installations.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

it('tells the CDK what a stage has chosen, and nothing of another one', () => {
  writeFileSync(file, '{"staging": {"mailDomain": "example.org", "indexShards": 4}, "production": {"domain": "other"}}')
  expect(contextArguments('staging', readInstallation('staging', file))).toEqual([
    '--context',
    'plimsoll:stage=staging',
    '--context',
    'plimsoll:mailDomain=example.org',
    '--context',
    'plimsoll:indexShards=4',
  ])
})

it('chooses nothing without a file, and deploys a stage that sends no mails', () => {
  expect(readInstallation('production', file)).toEqual({})
  expect(contextOf('production', {})).toEqual({ 'plimsoll:stage': 'production', 'plimsoll:mailDomain': 'none' })
})

it.each([
  ['a setting that does not exist', '{"production": {"domian": "help.example.org"}}', 'domian'],
  ['something that is no JSON', 'production: {}', /installations\.json is no JSON: Unexpected token/],
])('refuses %s rather than deploying without it', (_case, text, says) => {
  writeFileSync(file, text)
  expect(() => readInstallation('production', file)).toThrow(says)
})
