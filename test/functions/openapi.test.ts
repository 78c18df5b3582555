import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { openApiDocument } from '../../functions/api/meta/open-api.ts'
import type { RouteContract } from '../../functions/contracts/route-contract.ts'
import { routes } from '../../functions/contracts/routes.ts'
import { OpenedTicket, Ticket } from '../../functions/contracts/ticket.ts'

interface Media {
  readonly schema: object
  readonly example: unknown
}
interface Operation {
  readonly operationId: string
  readonly description: string
  readonly security: readonly object[]
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly example?: unknown }[]
  readonly requestBody?: { readonly content: { readonly 'application/json': Media } }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>
}
interface Document {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
}

const generated = openApiDocument('1.2.3')
const document = generated as unknown as Document
const contracts = Object.entries<RouteContract>(routes)
const operationOf = ({ path, method }: RouteContract): Operation => {
  const operation = document.paths[path]?.[method.toLowerCase()]
  if (!operation) throw new Error(`${method} ${path} is missing`)
  return operation
}

/** Copies of a value, one for each text in it, in which that text ends with a lone surrogate. */
const withOneTextSpoilt = (value: unknown): readonly unknown[] => {
  if (typeof value === 'string') return [`${value}\ud800`]
  if (Array.isArray(value)) {
    return value.flatMap((item, place) => withOneTextSpoilt(item).map((spoilt) => value.with(place, spoilt)))
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) =>
    withOneTextSpoilt(item).map((spoilt) => ({ ...value, [key]: spoilt })),
  )
}

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1 and has every route, under its name, and no other', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
    expect(document.openapi).toBe('3.1.0')
    expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(routes).toSorted())
  })

  it('is valid by the specification’s own schema', async () => {
    expect(await new Validator().validate(structuredClone(generated))).toMatchObject({ valid: true })
  })

  it('says what the shapes cannot: how long a period may be', () => {
    for (const { note, ...contract } of [routes.getFairness, routes.comparePolicies]) {
      expect(note).toContain('at most 92 days')
      expect(operationOf(contract).description).toContain(note)
    }
  })

  it.each(contracts)('%s has examples that its own contract accepts', (_name, contract) => {
    const { requestBody, responses, parameters } = operationOf(contract)
    if (requestBody) {
      const { example } = requestBody.content['application/json']
      expect(contract.body.safeParse(example)).toMatchObject({ success: true })
    }
    if (contract.status !== 204) {
      const answer = responses[contract.status]?.content?.[contract.media]
      expect(contract.response.safeParse(answer?.example)).toMatchObject({ success: true })
    }
    const path = parameters.filter((parameter) => parameter.in === 'path')
    expect(contract.params.safeParse(Object.fromEntries(path.map((p) => [p.name, p.example])))).toMatchObject({
      success: true,
    })
  })

  it.each(contracts.filter(([, contract]) => operationOf(contract).requestBody))(
    '%s accepts no lone surrogate in any text of its body',
    (_name, contract) => {
      const example = operationOf(contract).requestBody?.content['application/json'].example
      for (const spoilt of withOneTextSpoilt(example)) {
        expect(contract.body.safeParse(spoilt), JSON.stringify(spoilt)).toMatchObject({ success: false })
      }
    },
  )

  it('names every parameter of a path', () => {
    for (const [, contract] of contracts) {
      const inPath = [...contract.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const described = operationOf(contract).parameters.filter((parameter) => parameter.in === 'path')
      expect(described.map(({ name }) => name)).toEqual(inPath)
    }
  })

  it('requires a token exactly where guests are refused, and mentions none where it makes no difference', () => {
    for (const [, contract] of contracts) {
      const { security } = operationOf(contract)
      const optional = security.length === 0 || security.some((one) => Object.keys(one).length === 0)
      expect(optional).toBe(contract.who.includes('guest'))
      expect(security.length === 0).toBe(contract.ignoresToken ?? false)
    }
  })

  it('promises a version exactly where the answer is one ticket', () => {
    const ofTickets = contracts.filter(([, { response }]) => response === Ticket || response === OpenedTicket)

    expect(contracts.filter(([, { versioned }]) => versioned)).toEqual(ofTickets)
    expect(ofTickets).not.toHaveLength(0)
  })

  it('has no reference to anything that is not in it', () => {
    const text = JSON.stringify(document)
    const named = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)
    expect(named.length).toBeGreaterThan(0)
    for (const name of named) expect(document.components.schemas).toHaveProperty(String(name))
    expect(text).not.toContain('$defs')
  })
})
