import { isRecord, recordOf } from '../json-record.ts'
import { exactTextOf, isIntrinsic, isUnread, list, textOf } from './template.ts'

export interface Statement {
  readonly effect: string
  /** Literal actions only: those that a deployment puts in are unknown. */
  readonly actions: readonly string[]
  /** Literal actions of `NotAction`. */
  readonly exceptActions: readonly string[]
  readonly resources: readonly unknown[]
  /** Whether it has `NotAction` or `NotResource`, and so concerns all but what it names. */
  readonly isInverted: boolean
  readonly principals: readonly string[]
  /** Principals that may be services. */
  readonly services: readonly string[]
  /** Whether it has `NotPrincipal`, and so concerns everybody else. */
  readonly isForTheRest: boolean
  /** Undefined if it always applies. */
  readonly condition: unknown
  /** Whether its effect or some of its actions are only known at a deployment. */
  readonly isUnread: boolean
}

/** A principal's text, with the URL suffix of the commercial partition for `AWS::URLSuffix`. */
export const principalText = (principal: unknown): string =>
  textOf(principal).replaceAll('<AWS::URLSuffix>', 'amazonaws.com')

const literalsIn = (value: unknown): readonly string[] => list(value).filter((each) => typeof each === 'string')

export const statementsIn = (document: unknown): readonly Statement[] =>
  (isIntrinsic(document) ? [document] : list(recordOf(document).Statement)).map((raw) => {
    const { Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = recordOf(raw)
    return {
      effect: isUnread(Effect) || isIntrinsic(raw) ? 'Allow' : textOf(Effect),
      actions: literalsIn(Action),
      exceptActions: literalsIn(NotAction),
      resources: list(Resource),
      isInverted: NotAction !== undefined || NotResource !== undefined,
      principals: (isRecord(Principal) ? Object.values(Principal) : [Principal]).flatMap(list).map(principalText),
      services: list(isRecord(Principal) && !isIntrinsic(Principal) ? Principal.Service : Principal).map(principalText),
      isForTheRest: NotPrincipal !== undefined,
      isUnread: isIntrinsic(raw) || [Effect, ...list(Action), ...list(NotAction)].some(isIntrinsic),
      condition: Object.keys(recordOf(Condition)).length === 0 ? undefined : Condition,
    }
  })

/** Whether a pattern covers an ARN; its wildcards are `*` and `?`. Most have none, and need no regular expression. */
export const covers = (pattern: string, arn: string): boolean =>
  pattern === arn || (/[*?]/.test(pattern) && expressionOf(pattern).test(arn))

const expressionOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  )

/** Whether a pattern covers an action, regardless of case, unlike ARNs. */
export const matches = (pattern: string, action: string): boolean => covers(pattern.toLowerCase(), action.toLowerCase())

/**
 * Resources on which statements together allow an action.
 *
 * An unconditional denial outweighs every grant. Conditional denials are ignored, since they may never apply, and so
 * are those by `NotAction` or `NotResource`.
 *
 * @param applies whether an allowing statement's condition is met
 */
export const grantedOn = (
  statements: readonly Statement[],
  action: string,
  applies: (condition: unknown) => boolean,
): readonly unknown[] => {
  const about = statements.filter(({ actions }) => actions.some((pattern) => matches(pattern, action)))
  const denied = about
    .filter(({ effect, condition }) => effect === 'Deny' && condition === undefined)
    .flatMap(({ resources }) => resources.map(exactTextOf))
  return about
    .filter(({ effect, condition }) => effect === 'Allow' && applies(condition))
    .flatMap(({ resources }) => resources)
    .filter((resource) => !denied.some((pattern) => covers(pattern, exactTextOf(resource))))
}
