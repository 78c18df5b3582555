import { expect, it } from 'vitest'
import { edgeFunction } from '../../lib/local/front-door/edge-function.ts'
import type { GatewayRequest } from '../../lib/local/http-api.ts'

const REQUEST: GatewayRequest = {
  method: 'POST',
  path: '/things/',
  queryString: 'x=1&x=2&y=%20',
  headers: { accept: 'text/plain', cookie: 'a=1' },
  body: Buffer.from('the body'),
  sourceIp: '192.0.2.9',
}

const inFunction = (body: string) => edgeFunction(`function handler(event) { ${body} }`)(REQUEST)

/** The value of an expression inside a function, returned as its answer. */
const shown = (expression: string): unknown => {
  const outcome = inFunction(`return { statusCode: 200, body: JSON.stringify(${expression}) }`)
  return 'answer' in outcome ? JSON.parse(outcome.answer.body.toString()) : undefined
}

it('shows the request as CloudFront does, without query and cookies', () => {
  expect(shown('event.request')).toEqual({
    method: 'POST',
    uri: '/things/',
    headers: { accept: { value: 'text/plain' } },
  })
  expect(shown('event.viewer')).toEqual({ ip: '192.0.2.9' })
  expect(shown('event.context')).toMatchObject({ eventType: 'viewer-request', requestId: expect.stringMatching(/./) })
})

it('passes on what the function makes of path and headers, and the rest unchanged', () => {
  const outcome = inFunction(
    "event.request.uri = '/other'; delete event.request.headers.accept; event.request.headers.own = { value: 'yes' }; return event.request",
  )
  expect(outcome).toEqual({ request: { ...REQUEST, path: '/other', headers: { own: 'yes', cookie: 'a=1' } } })
})

it('gives the answer of a function in place of the origin’s', () => {
  const outcome = inFunction("return { statusCode: 302, headers: { location: { value: '/there' } } }")
  expect(outcome).toEqual({ answer: { status: 302, headers: { location: '/there' }, body: Buffer.alloc(0) } })
})

it('answers 503 for a function that throws, as CloudFront does', () => {
  expect(inFunction("throw new Error('inner words')")).toMatchObject({ answer: { status: 503 } })
  expect(JSON.stringify(inFunction("throw new Error('inner words')"))).not.toContain('inner words')
})

it.each(['require', 'process', 'fetch', 'setTimeout'])('knows no %s, as there is none at the edge', (name) => {
  expect(shown(`typeof ${name}`)).toBe('undefined')
})
