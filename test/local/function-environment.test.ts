import { expect, it } from 'vitest'
import { readTemplate } from '../../lib/local/template.ts'
import { functionEnvironment } from '../../lib/local/workers/environment.ts'
import { smallFunction } from './small-template.ts'

const template = readTemplate(
  { Resources: smallFunction({ id: 'ApiMeta', variables: { VERSION: '1.0.0', RATE_LIMIT: '500' } }) },
  { awsPort: () => 4566, localUrl: (url) => url, dynamicReference: (reference) => reference },
)

it('gives a function the settings of its template, overridden and extended by those of this run', () => {
  const overrides = { RATE_LIMIT: '0', DEMO_ACCOUNTS: 'true' }
  const environment = functionEnvironment({ template, awsUrl: () => 'http://127.0.0.1:4566', overrides }, 'ApiMeta')

  expect(environment).toMatchObject({ VERSION: '1.0.0', RATE_LIMIT: '0', DEMO_ACCOUNTS: 'true' })
})
