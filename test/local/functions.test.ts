import { expect, it } from 'vitest'
import { startFunctions } from '../../lib/local/functions.ts'
import { readTemplate } from '../../lib/local/template.ts'

const functionWith = (metadata: Readonly<Record<string, unknown>>) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Handler: 'index.handler' },
  Metadata: { 'local:bundle': 'any', ...metadata },
})
const template = readTemplate(
  { Resources: { Assign: functionWith({ 'local:urgent': true }), Index: functionWith({}) } },
  { awsPort: () => 0, localUrl: (url) => url, dynamicReference: (reference) => reference },
)

it('lets background events of urgent functions go ahead of others, but not always', async () => {
  const functions = startFunctions({
    template,
    distDir: 'none',
    environment: () => ({}),
    print: () => {},
    observe: () => {},
  })
  const running = await Promise.all([1, 2].map(() => functions.takeBackgroundTurn('Index')))
  const order: string[] = []
  const waiting = ['Index', ...Array.from({ length: 5 }, () => 'Assign')].map(async (id) => {
    const endTurn = await functions.takeBackgroundTurn(id)
    order.push(id)
    endTurn()
  })
  running[0]?.()
  await Promise.all(waiting)

  expect(order).toEqual(['Assign', 'Assign', 'Assign', 'Index', 'Assign', 'Assign'])
  await functions.close()
})
