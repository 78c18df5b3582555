import {
  type CancellationReason,
  ConditionalCheckFailedException,
  IdempotentParameterMismatchException,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { Row } from './values.ts'

const $metadata = { httpStatusCode: 400, attempts: 1, totalRetryDelay: 0 }

/** A request that DynamoDB does not understand: always a mistake of whoever wrote it. */
export class ValidationException extends Error {
  override readonly name = 'ValidationException'
  readonly $fault = 'client'
  readonly $metadata = $metadata
}

/** @param found the row that did not meet the condition, if it was asked for */
export const conditionFailed = (found?: Row): ConditionalCheckFailedException =>
  new ConditionalCheckFailedException({
    message: 'The conditional request failed',
    $metadata,
    ...(found && { Item: marshall(found) }),
  })

/** Why one write of a transaction could not be done. */
export interface Reason {
  readonly code: 'ConditionalCheckFailed' | 'ValidationError' | 'TransactionConflict'
  /** The row that did not meet the condition, if it was asked for. */
  readonly found: Row | undefined
}

/** @param reasons one for each write, in their order; `undefined` for those that would have been written */
export const cancelled = (reasons: readonly (Reason | undefined)[]): TransactionCanceledException =>
  new TransactionCanceledException({
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map((reason) => reason?.code ?? 'None').join(', ')}]`,
    $metadata,
    CancellationReasons: reasons.map((reason): CancellationReason => {
      if (!reason) return { Code: 'None' }
      return { Code: reason.code, Message: reason.code, ...(reason.found && { Item: marshall(reason.found) }) }
    }),
  })

/** What a transaction says whose row at `position` is in another one's hands at this moment; nothing was written. */
export const conflicted = (writes: number, position: number): TransactionCanceledException =>
  cancelled(
    Array.from({ length: writes }, (_, at) =>
      at === position ? { code: 'TransactionConflict', found: undefined } : undefined,
    ),
  )

/** What a call says that came too fast; the SDK tries it again. Nothing was written. */
export const throttled = (): ProvisionedThroughputExceededException =>
  Object.assign(
    new ProvisionedThroughputExceededException({
      message: 'The level of configured throughput was exceeded',
      $metadata,
    }),
    { $retryable: { throttling: true } },
  )

export const tokenReused = (): IdempotentParameterMismatchException =>
  new IdempotentParameterMismatchException({ message: 'the token was used with another request', $metadata })
