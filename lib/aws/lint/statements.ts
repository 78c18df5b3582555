import { isRecord, recordOf } from '../json-record.ts'
import { exactTextOf, isIntrinsic, isUnread, list, textOf } from './template.ts'

export interface Statement {
  readonly effect: string
  /** Literal ones: what a deployment puts in is not known. */
  readonly actions: readonly string[]
  /** Those that it leaves out, by `NotAction`. */
  readonly exceptActions: readonly string[]
  readonly resources: readonly unknown[]
  /** Whether it allows or denies all but what it names, by `NotAction` or `NotResource`. */
  readonly isInverted: boolean
  readonly principals: readonly string[]
  /** Those of them that may be services, by whichever name. */
  readonly services: readonly string[]
  /** Whether it is for all but some, by `NotPrincipal`. */
  readonly isForTheRest: boolean
  /** Undefined if it always applies. */
  readonly condition: unknown
  /** Whether a deployment puts in some of what it does. */
  readonly isUnread: boolean
}

/** A principal's text; the end of a service's name differs by partition, and stands here as in the commercial one. */
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

/** Whether a pattern covers an ARN; `*` and `?` alone stand for others. Most patterns have neither, and need no expression. */
export const covers = (pattern: string, arn: string): boolean =>
  pattern === arn || (/[*?]/.test(pattern) && expressionOf(pattern).test(arn))

const expressionOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  )

/** Whether a pattern covers an action: unlike ARNs, IAM's actions know no case. */
export const matches = (pattern: string, action: string): boolean => covers(pattern.toLowerCase(), action.toLowerCase())

/**
 * Resources on which statements together allow an action.
 *
 * What is denied outright is not allowed, whoever allows it: such a grant is useless. Any other denial is no fault. One on
 * a condition may never apply, and one of all but something is not read.
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
