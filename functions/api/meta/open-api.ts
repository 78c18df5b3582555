import * as z from 'zod'
import { Department } from '../../contracts/department.ts'
import { AuditEvent, TicketEvent } from '../../contracts/events.ts'
import {
  Forecast,
  MergePlan,
  PolicyComparison,
  ScoreboardRow,
  Statistics,
  TriageModel,
} from '../../contracts/insight.ts'
import { Agent, Application, OwnAgent, Session, User } from '../../contracts/people.ts'
import { Problem } from '../../contracts/problem.ts'
import type { RouteContract } from '../../contracts/route-contract.ts'
import { routes } from '../../contracts/routes.ts'
import { FairnessReport, QueuedTicket, RoutingDecision } from '../../contracts/routing.ts'
import { Comment, OpenedTicket, Ticket } from '../../contracts/ticket.ts'
import { Classification, Triage } from '../../contracts/triage.ts'
import { CannedReply, SavedView, Settings, SiteConfig } from '../../contracts/workspace.ts'
import { exampleOf, type JsonSchema } from './open-api/examples.ts'

/** The records that have a schema of their own in the document. */
const RECORDS = {
  Agent,
  Application,
  AuditEvent,
  CannedReply,
  Classification,
  Comment,
  Department,
  FairnessReport,
  Forecast,
  MergePlan,
  OpenedTicket,
  OwnAgent,
  PolicyComparison,
  Problem,
  QueuedTicket,
  RoutingDecision,
  SavedView,
  ScoreboardRow,
  Session,
  Settings,
  SiteConfig,
  Statistics,
  Ticket,
  TicketEvent,
  Triage,
  TriageModel,
  User,
} as const satisfies Record<string, z.ZodType>

const records = z.registry<{ id: string }>()
for (const [id, schema] of Object.entries(RECORDS)) records.add(schema, { id })

type Named = Record<string, JsonSchema>

/** Makes every reference point to where OpenAPI keeps its schemas. */
const repointed = (schema: unknown): JsonSchema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'))

/** The schema of an answer; the named records in it are added to `named`. */
const answerSchema = (schema: z.ZodType, named: Named): JsonSchema => {
  const { $schema, $defs, ...own } = z.toJSONSchema(schema, { metadata: records, io: 'output', unrepresentable: 'any' })
  for (const [name, record] of Object.entries($defs ?? {})) {
    const { id: _name, ...shape } = record
    named[name] = repointed(shape)
  }
  return repointed(own)
}

/** The schema of a request, written out in place, since defaults make it differ from the record of the same name. */
const requestSchema = (schema: z.ZodType): JsonSchema => {
  const { $schema, ...own } = z.toJSONSchema(schema, { metadata: z.registry(), io: 'input', unrepresentable: 'any' })
  return own as JsonSchema
}

const parametersIn = (place: 'path' | 'query', schema: z.ZodType): readonly object[] => {
  const { properties = {}, required = [] } = requestSchema(schema) as JsonSchema & { required?: readonly string[] }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
    ...(place === 'path' && { example: exampleOf(property, {}, name) }),
  }))
}

const header = (name: string, description: string): object => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
})

const HEADERS = {
  'If-Match': 'The version that you have seen; another one is refused with 412.',
  'X-Tracking-Token': 'Opens the ticket of a guest.',
} as const satisfies Record<RouteContract['reads'][number], string>

const headersOf = ({ idempotent, reads }: RouteContract): readonly object[] => [
  ...(idempotent ? [header('Idempotency-Key', 'Makes a repeated request answer as the first did, for 24 hours.')] : []),
  ...reads.map((name) => header(name, HEADERS[name])),
]

/** `createTicket` becomes "Create ticket". */
const summaryOf = (name: string): string => {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const bodyOf = (contract: RouteContract): object => {
  if (contract.method === 'GET' || contract.method === 'DELETE') return {}
  const schema = requestSchema(contract.body)
  if (schema.properties && Object.keys(schema.properties).length === 0) return {}
  const required = !contract.body.safeParse(undefined).success
  return {
    requestBody: { required, content: { 'application/json': { schema, example: exampleOf(schema, {}) } } },
  }
}

const successOf = (contract: RouteContract, named: Named): object => {
  if (contract.status === 204) return { description: 'Done.' }
  const schema = answerSchema(contract.response, named)
  const example = contract.media === 'text/csv' ? 'number,title\r\nPL-7H2M9KQ4,Charged twice' : exampleOf(schema, named)
  return {
    description: 'Done.',
    ...(contract.versioned && { headers: { ETag: { schema: { type: 'string' }, example: '"1"' } } }),
    content: { [contract.media]: { schema, example } },
  }
}

const securityOf = ({ who, ignoresToken = false }: RouteContract): readonly object[] => {
  if (ignoresToken) return []
  return who.includes('guest') ? [{}, { bearer: [] }] : [{ bearer: [] }]
}

const operationOf = (name: string, contract: RouteContract, named: Named): object => ({
  operationId: name,
  summary: summaryOf(name),
  description: [`For: ${contract.who.join(', ')}.`, ...(contract.note ? [contract.note] : [])].join(' '),
  tags: [contract.noun],
  security: securityOf(contract),
  parameters: [
    ...parametersIn('path', contract.params),
    ...parametersIn('query', contract.query),
    ...headersOf(contract),
  ],
  ...bodyOf(contract),
  responses: { [contract.status]: successOf(contract, named), default: { $ref: '#/components/responses/Problem' } },
})

const problem = {
  type: 'about:blank',
  title: 'Not Found',
  status: 404,
  detail: 'there is no such ticket, or you may not see it',
  code: 'ticket_unknown',
  request_id: 'Jk2mSgRzoAMEPIQ=',
}

/** The whole HTTP API as an OpenAPI 3.1 document, made from the contract that the handlers read. */
export const openApiDocument = (version: string): Record<string, unknown> => {
  const named: Named = {}
  const paths: Record<string, Record<string, object>> = {}
  for (const [name, contract] of Object.entries<RouteContract>(routes)) {
    paths[contract.path] = {
      ...paths[contract.path],
      [contract.method.toLowerCase()]: operationOf(name, contract, named),
    }
  }
  const problemSchema = answerSchema(Problem, named)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Plimsoll',
      version,
      description: [
        'Support tickets with a load line: no automatic decision ever puts more on anybody than they can carry.',
        'Requests without a token, and logins, count to their address’s rate limit, those to unknown paths too;',
        '`/api/health` does not. `RateLimit-*` headers say where a client stands.',
      ].join(' '),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(Object.values(routes).map(({ noun }) => noun))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: named,
      responses: {
        Problem: {
          description: 'What went wrong, by RFC 9457; `code` is stable.',
          content: { 'application/problem+json': { schema: problemSchema, example: problem } },
        },
      },
    },
  }
}
