import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type * as z from 'zod'
import { BODY_LIMIT_BYTES, type RouteContract } from '../../contracts/route-contract.ts'
import { RefusedError, unknownTicket } from '../../domain/errors.ts'

type Field = { readonly path: string; readonly message: string }

const fieldsOf = (issue: z.core.$ZodIssue): readonly Field[] => {
  const path = issue.path.map(String).join('.')
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }]
  return issue.keys.map((key) => ({ path: [path, key].filter(Boolean).join('.'), message: 'is not known here' }))
}

/** The faults of a value; for a union, those of the alternative with the fewest. */
const fieldsOfClosest = (issue: z.core.$ZodIssue): readonly Field[] => {
  if (issue.code !== 'invalid_union') return fieldsOf(issue)
  const alternatives = issue.errors.map((issues) =>
    issues.flatMap((inner) => fieldsOfClosest({ ...inner, path: [...issue.path, ...inner.path] })),
  )
  const [closest] = alternatives.toSorted((one, other) => one.length - other.length)
  return closest ?? fieldsOf(issue)
}

/**
 * The faults of parameters, by the parameter's name alone: a parameter is one text on the wire, with no path within it.
 */
const parametersOf = (issue: z.core.$ZodIssue): readonly Field[] =>
  fieldsOf(issue.code === 'unrecognized_keys' ? issue : { ...issue, path: issue.path.slice(0, 1) })

const parse = (schema: z.ZodType, value: unknown, wrongIn = fieldsOfClosest): unknown => {
  const { data, error } = schema.safeParse(value)
  if (!error) return data
  const fields = error.issues.flatMap(wrongIn)
  const named = fields.map(({ path }) => path).filter(Boolean)
  throw new RefusedError('invalid', 'invalid_request', `please check ${named.join(', ') || 'the request'}`, { fields })
}

/**
 * The parameters of the path.
 *
 * @throws RefusedError `not-found` for one that cannot be an id, as for an id that does not exist
 */
export const readParams = (
  { params, path }: RouteContract,
  { pathParameters, rawPath }: APIGatewayProxyEventV2,
): unknown => {
  const { data, success } = params.safeParse(pathParameters ?? {})
  if (success) return data
  throw path.startsWith('/api/tickets/{id}')
    ? unknownTicket()
    : new RefusedError('not-found', 'not_found', `there is nothing at ${rawPath}`)
}

/** @throws RefusedError `invalid_request`, with every parameter that does not fit */
export const readQuery = ({ query }: RouteContract, { queryStringParameters }: APIGatewayProxyEventV2): unknown =>
  parse(query, queryStringParameters ?? {}, parametersOf)

const textOf = ({ body, isBase64Encoded }: APIGatewayProxyEventV2): string => {
  if (body === undefined) return ''
  const bytes = isBase64Encoded ? Buffer.from(body, 'base64') : Buffer.from(body)
  if (bytes.length > BODY_LIMIT_BYTES) {
    throw new RefusedError(
      'too-large',
      'body_too_large',
      `a body may have ${BODY_LIMIT_BYTES} bytes, this has ${bytes.length}`,
    )
  }
  return bytes.toString('utf8')
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new RefusedError('malformed', 'malformed_json', 'the body is not JSON', { cause })
  }
}

/**
 * The body, parsed by its schema; an empty one is parsed as `undefined`.
 *
 * @throws RefusedError `body_too_large`, `unsupported_media_type` for what is not declared as JSON, `malformed_json`,
 *   or `invalid_request` with every field that does not fit
 */
export const readBody = ({ body, method }: RouteContract, event: APIGatewayProxyEventV2): unknown => {
  if (method === 'GET') return undefined
  const text = textOf(event)
  if (text === '') return parse(body, undefined)
  const type = event.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw new RefusedError(
      'unsupported',
      'unsupported_media_type',
      `the body must be application/json, not ${type ?? 'untyped'}`,
    )
  }
  return parse(body, jsonOf(text))
}
