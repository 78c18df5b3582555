import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { BUSINESS_METRICS, SPLIT_METRICS } from '../../lib/aws/business-metrics.ts'

const functions = new URL('../../functions/', import.meta.url)
const source = globSync('**/*.ts', { cwd: functions })
  .map((file) => readFileSync(new URL(file, functions), 'utf8'))
  .filter((text) => text.includes('MetricUnit'))
  .join('\n')

// The template's lint takes these names for published: an alarm on a name that nobody emits would never ring.
it.each([...BUSINESS_METRICS, ...Object.keys(SPLIT_METRICS)])('some function emits %s', (name) => {
  expect(source).toMatch(new RegExp(`\\b${name}\\b`))
})
