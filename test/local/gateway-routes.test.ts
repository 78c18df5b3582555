import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { paths } from '../../functions/contracts/paths.ts'
import { routeTable } from '../../lib/local/http-api/routes.ts'

const routeKeys = Object.values(paths).map(([method, path]) => `${method} ${path}`)

it('finds every route of the contract by its own path, in whatever order the template names them', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(routeKeys, { minLength: routeKeys.length }), (shuffled) => {
      const find = routeTable(new Map(shuffled.map((routeKey) => [routeKey, routeKey])))
      for (const routeKey of routeKeys) {
        const [method = '', path = ''] = routeKey.split(' ')
        expect(find(method, path)?.routeKey).toBe(routeKey)
      }
    }),
  )
})
