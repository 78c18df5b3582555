import { subjectOf } from '../../../contracts/subjects.ts'
/** The parts of a JSON schema that an example follows. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly default?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly [keyword: string]: unknown
}

const ID = '01K5A00000000000000000TK01'
const AT = '2026-03-02T09:30:00.000Z'
const DAY = '2026-03-02'

/** The example of every field with this name. */
const FIELDS: Readonly<Record<string, unknown>> = {
  title: 'Charged twice in March',
  description: 'My card was charged twice for the invoice of March. Please refund one of the two.',
  body: 'We have refunded the second charge; it takes two working days to arrive.',
  name: 'Lena Vogt',
  email: 'lena@example.org',
  password: 'correct horse battery',
  number: 'PL-7H2M9KQ4',
  tags: ['invoice'],
  tag: 'invoice',
  search: 'charged twice',
  required_skills: ['refunds'],
  skills: ['refunds', 'invoices'],
  reason: 'has nothing to do',
  summary: 'The customer was charged twice for March.',
  resolution_notes: 'Check the payment provider for a repeated capture.',
  reply_draft: 'We are looking into the second charge.',
  motivation: 'I have answered questions in your forum for two years.',
  time_zone: 'Europe/Berlin',
  business_hours: { 1: { from: '09:00', to: '17:00' } },
  weights: { skill: 0.5, availability: 0.3, performance: 0.2 },
  subject: subjectOf.ticket(ID),
  changes: { status: ['open', 'in_progress'] },
  skill_aliases: { js: 'javascript' },
  skill_keywords: { refund: 'refunds' },
  query: 'status=open&sort=priority',
  priority_breakdown: { low: 12, medium: 40, high: 9, critical: 1 },
  category_breakdown: { billing: 20, technical: 22, account: 11, general: 9 },
  cursor: 'eyJvcmRlciI6IjIwMjYtMDMtMDIifQ',
  code: '123456',
  prompt_version: 'triage-2',
  socket_path: '/ws',
  region: 'us-east-1',
  dashboard_url: null,
  confidence: 0.86,
}

const byFormat = (schema: JsonSchema): string => {
  if (schema.format === 'date-time' || schema.pattern?.includes('T\\d{2}:')) return AT
  if (schema.format === 'date') return DAY
  if (schema.pattern?.includes('A-HJKMNP-TV-Z]{26}')) return ID
  return 'text'
}

const resolve = (schema: JsonSchema, named: Readonly<Record<string, JsonSchema>>): JsonSchema =>
  schema.$ref === undefined ? schema : (named[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)] ?? {})

const fits = (type: string, value: unknown): boolean => {
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type && !Array.isArray(value) && value !== null
}

/** The first alternative that is not null; null only if nothing else is allowed. */
const alternative = (choices: readonly JsonSchema[]): JsonSchema =>
  choices.find(({ type }) => type !== 'null') ?? { type: 'null' }

/**
 * A value that a schema accepts and a reader understands: a realistic one for fields named in `FIELDS`, the first or
 * smallest allowed for others.
 *
 * @param named the schemas that `$ref` points to, by their names
 */
export const exampleOf = (given: JsonSchema, named: Readonly<Record<string, JsonSchema>>, field = ''): unknown => {
  const schema = resolve(given, named)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return exampleOf(alternative(choices), named, field)
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.find((one) => one !== 'null')
  if (type !== undefined && fits(type, FIELDS[field])) return FIELDS[field]
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, property]) => [name, exampleOf(property, named, name)]),
      )
    case 'array':
      return schema.items ? [exampleOf(schema.items, named, '')] : []
    case 'string':
      return byFormat(schema)
    case 'integer':
    case 'number':
      return schema.default ?? Math.max(schema.minimum ?? 0, schema.exclusiveMinimum === undefined ? 0 : 1)
    case 'boolean':
      return schema.default ?? true
    default:
      return null
  }
}
