import { type JsonRecord, recordOf } from '../json-record.ts'

/** Condition keys of a request, such as `{ 'aws:SourceArn': 'arn:…' }`; names are compared without case. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>

/** What is asked of a policy. `principal` only matters to resource policies: a service such as `events.amazonaws.com`. */
export interface Question {
  readonly action: string
  readonly resource: string
  readonly principal?: string
  readonly context: RequestContext
}

/** A compiled statement; `matches` says whether it applies to the question. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny'
  matches(question: Question): boolean
}

const listOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String)
const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] => Object.entries(recordOf(value))

/** IAM's wildcards: `*` for any characters, `?` for one. */
const wildcard = (pattern: string, flags: 'i' | ''): RegExp => {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${escaped}$`, `s${flags}`)
}
const anyOf = (patterns: readonly string[], flags: 'i' | ''): ((text: string) => boolean) => {
  const compiled = patterns.map((pattern) => wildcard(pattern, flags))
  return (text) => compiled.some((pattern) => pattern.test(text))
}

/** Whether a value meets one of the condition's values; a `Not` operator is the negation of the whole. */
const COMPARISONS: Readonly<Record<string, (wanted: readonly string[]) => (value: string) => boolean>> = {
  StringEquals: (wanted) => (value) => wanted.includes(value),
  StringEqualsIgnoreCase: (wanted) => (value) => wanted.some((one) => one.toLowerCase() === value.toLowerCase()),
  StringLike: (wanted) => anyOf(wanted, ''),
  ArnEquals: (wanted) => anyOf(wanted, ''),
  ArnLike: (wanted) => anyOf(wanted, ''),
  Bool: (wanted) => (value) => wanted.some((one) => one.toLowerCase() === value.toLowerCase()),
}

type Condition = (context: RequestContext) => boolean

/**
 * One operator on one key. If the request lacks the key, the condition fails, unless the operator is negated, is
 * `…IfExists` or has `ForAllValues`.
 *
 * @throws Error for an operator that is not emulated, since guessing would grant or refuse wrongly
 */
const conditionOn = (operator: string, key: string, wanted: readonly string[]): Condition => {
  const [, quantifier, name = ''] = /^(?:(ForAnyValue|ForAllValues):)?(.+)$/.exec(operator) ?? []
  const lookUp = (context: RequestContext): readonly string[] => {
    const found = Object.entries(context).find(([candidate]) => candidate.toLowerCase() === key.toLowerCase())
    return listOf(found?.[1])
  }
  if (name === 'Null') return (context) => wanted.includes(String(lookUp(context).length === 0))

  const optional = name.endsWith('IfExists')
  const bare = name.replace(/IfExists$/, '')
  const negated = /^(?:String|Arn)Not/.test(bare)
  const meets = COMPARISONS[bare.replace(/^(String|Arn)Not/, '$1')]?.(wanted)
  if (!meets) throw new Error(`the local host does not know the IAM condition operator ${operator}`)
  return (context) => {
    const values = lookUp(context)
    if (values.length === 0) return optional || negated || quantifier === 'ForAllValues'
    const met = quantifier === 'ForAllValues' ? values.every(meets) : values.some(meets)
    return met !== negated
  }
}

const principalMatcher = (principal: unknown): ((asked: string | undefined) => boolean) => {
  if (principal === undefined || principal === '*') return () => true
  const named = entriesOf(principal).flatMap(([, names]) => listOf(names))
  return (asked) => named.includes('*') || (asked !== undefined && named.includes(asked))
}

const statement = (written: JsonRecord): Statement => {
  const actions = anyOf(listOf(written.Action ?? written.NotAction), 'i')
  const resources = anyOf(listOf(written.Resource ?? written.NotResource ?? '*'), '')
  const principal = principalMatcher(written.Principal)
  const conditions = entriesOf(written.Condition).flatMap(([operator, keys]) =>
    entriesOf(keys).map(([key, wanted]) => conditionOn(operator, key, listOf(wanted))),
  )
  const excludesActions = written.NotAction !== undefined
  const excludesResources = written.NotResource !== undefined
  return {
    effect: written.Effect === 'Allow' ? 'Allow' : 'Deny',
    matches: (question) =>
      actions(question.action) !== excludesActions &&
      resources(question.resource) !== excludesResources &&
      principal(question.principal) &&
      conditions.every((holds) => holds(question.context)),
  }
}

/** Statements of a resolved policy document (`{ Statement: [{ Effect, Action, Resource, Condition? }] }`). */
export const statementsOf = (document: unknown): readonly Statement[] => {
  const { Statement: written } = recordOf(document)
  return (Array.isArray(written) ? written : [written]).map((one) => statement(recordOf(one)))
}

/** IAM's verdict: some statement allows it, and none denies it. */
export const isGranted = (statements: readonly Statement[], question: Question): boolean => {
  const speaking = statements.filter((one) => one.matches(question))
  return speaking.length > 0 && speaking.every(({ effect }) => effect === 'Allow')
}
