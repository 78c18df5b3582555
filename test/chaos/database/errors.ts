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

/** An invalid request: always a mistake in the code that made it. */
export class ValidationException extends Error {
  override readonly name = 'ValidationException'
  readonly $fault = 'client'
  readonly $metadata = $metadata
}

/** @param found the row that failed the condition, if the call asked for it */
export const conditionFailed = (found?: Row): ConditionalCheckFailedException =>
  new ConditionalCheckFailedException({
    message: 'The conditional request failed',
    $metadata,
    ...(found && { Item: marshall(found) }),
  })

/** Why one write of a transaction failed. */
export interface Reason {
  readonly code: 'ConditionalCheckFailed' | 'ValidationError' | 'TransactionConflict'
  /** The row that failed the condition, if the call asked for it. */
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

/** The error of a transaction that conflicts with another one at the write at `position`; nothing was written. */
export const conflicted = (writes: number, position: number): TransactionCanceledException =>
  cancelled(
    Array.from({ length: writes }, (_, at) =>
      at === position ? { code: 'TransactionConflict', found: undefined } : undefined,
    ),
  )

/** The error of a throttled call, which the SDK retries. Nothing was written. */
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
