import { conditionTest, type Placeholders } from './conditions.ts'
import { conditionFailed, type Reason, ValidationException } from './errors.ts'
import { checkPlaceholders } from './placeholders.ts'
import type { Table } from './table.ts'
import { refuseOverlaps, updateOf } from './updates.ts'
import { frozen, isSame, type Row } from './values.ts'

interface Conditional extends Placeholders {
  readonly TableName: string
  readonly ConditionExpression?: string | undefined
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD' | 'NONE' | undefined
  readonly ReturnValues?: string | undefined
}

export interface PutInput extends Conditional {
  readonly Item: Row
}

export interface UpdateInput extends Conditional {
  readonly Key: Row
  readonly UpdateExpression?: string | undefined
}

export interface KeyInput extends Conditional {
  readonly Key: Row
}

/** A write to one row. */
export type WriteInput =
  | { readonly Put: PutInput }
  | { readonly Update: UpdateInput }
  | { readonly Delete: KeyInput }
  | { readonly ConditionCheck: KeyInput }

/** Why a write is refused; `error` is thrown if the write is not in a transaction. */
interface Refusal extends Reason {
  readonly error: Error
}

/** A write that has been checked, but not applied. */
export interface Judged {
  readonly input: Conditional
  readonly refusal: Refusal | undefined
  readonly before: Row | undefined
  /** Undefined: the row is gone. */
  readonly after: Row | undefined
}

/** The subject of a write: its table, and the row with at least its key. */
export const subjectOf = (write: WriteInput): { readonly input: Conditional; readonly key: Row } => {
  if ('Put' in write) return { input: write.Put, key: write.Put.Item }
  const input = 'Update' in write ? write.Update : 'Delete' in write ? write.Delete : write.ConditionCheck
  return { input, key: input.Key }
}

const holds = ({ ConditionExpression, ...said }: Conditional, row: Row | undefined): boolean =>
  ConditionExpression === undefined || conditionTest(ConditionExpression)(row, said)

const updated = ({ Key, UpdateExpression, ...said }: UpdateInput, before: Row | undefined): Row => {
  const from = before ?? frozen(Key)
  const after = UpdateExpression === undefined ? from : updateOf(UpdateExpression)(from, said)
  if (after.pk !== Key.pk || after.sk !== Key.sk)
    throw new ValidationException('Cannot update attribute pk or sk. This attribute is part of the key')
  return after
}

const afterOf = (write: WriteInput, before: Row | undefined): Row | undefined => {
  if ('Put' in write) return frozen(write.Put.Item)
  if ('Update' in write) return updated(write.Update, before)
  return 'Delete' in write ? undefined : before
}

const unmet = ({ ReturnValuesOnConditionCheckFailure }: Conditional, row: Row | undefined): Refusal => {
  const found = ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? row : undefined
  return { code: 'ConditionalCheckFailed', found, error: conditionFailed(found) }
}

/**
 * Checks a write against the current row; changes nothing.
 *
 * @throws ValidationException if the write is invalid for every row; a conflict with the current row is a refusal
 */
export const judge = (table: Table, write: WriteInput): Judged => {
  const { input, key } = subjectOf(write)
  const update = 'Update' in write ? write.Update.UpdateExpression : undefined
  checkPlaceholders([input.ConditionExpression, update], input)
  if (update !== undefined) refuseOverlaps(update, input)
  const before = table.get(key)
  if (!holds(input, before)) return { input, refusal: unmet(input, before), before, after: before }
  try {
    const after = afterOf(write, before)
    if (after) table.check(after)
    return { input, refusal: undefined, before, after }
  } catch (error) {
    if (!(error instanceof ValidationException)) throw error
    return { input, refusal: { code: 'ValidationError', found: undefined, error }, before, after: before }
  }
}

/** Whether a write makes a difference: one that makes none leaves no trace in a stream. */
export const isChange = ({ before, after }: Judged): boolean => !isSame(before, after)

/** The return value of a write. @throws Error for return values that the product does not ask for */
export const returned = ({ input, before, after }: Judged): { readonly Attributes?: Row } => {
  const { ReturnValues = 'NONE' } = input
  if (ReturnValues === 'NONE') return {}
  if (ReturnValues === 'ALL_OLD') return before ? { Attributes: before } : {}
  if (ReturnValues === 'ALL_NEW') return after ? { Attributes: after } : {}
  throw new Error(`the model returns no ${ReturnValues}`)
}
