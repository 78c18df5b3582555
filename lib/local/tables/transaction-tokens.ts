import { createHash } from 'node:crypto'
import { type AwsAnswer, AwsError } from '../aws-service.ts'

interface Remembered {
  readonly digest: string
  readonly answer: Promise<AwsAnswer>
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** How long DynamoDB remembers a token. */
const LIFE_MS = 600_000
/** Bounds the memory at some 30 MB; reached only beyond 160 transactions a second for ten minutes. */
const MOST_TOKENS = 100_000

/** The answer with its body as text: a small buffer would keep alive the 64 KB pool that Node cut it from. */
const asText = (answer: AwsAnswer): AwsAnswer => ({ ...answer, body: answer.body.toString() })

/**
 * Gives transactions with the same token one effect, for ten minutes.
 *
 * Kept here and not in the database, which remembers every token for ever and slows down with each.
 * A transaction that failed is forgotten, so that a retry is a new attempt.
 */
export const transactionTokens = () => {
  const remembered = new Map<string, Remembered>()

  const forgetOld = (now: number): void => {
    for (const [token, { at }] of remembered) {
      if (at > now - LIFE_MS && remembered.size < MOST_TOKENS) return
      remembered.delete(token)
    }
  }

  const forgetUnlessDone = async (token: string, answer: Promise<AwsAnswer>): Promise<void> => {
    const isDone = await answer.then(
      ({ status }) => status === 200,
      () => false,
    )
    if (!isDone) remembered.delete(token)
  }

  return {
    /**
     * Runs the transaction, or returns the answer of the first one with this token, waiting for it if it still runs.
     *
     * @throws AwsError if the token came with another body before
     */
    once: (token: string, body: Buffer, now: Date, run: () => Promise<AwsAnswer>): Promise<AwsAnswer> => {
      forgetOld(now.getTime())
      const digest = createHash('sha1').update(body).digest('base64')
      const known = remembered.get(token)
      if (known && known.digest !== digest)
        throw new AwsError(400, 'IdempotentParameterMismatchException', 'the token was used with another request')
      if (known) return known.answer
      const answer = run().then(asText)
      remembered.set(token, { digest, answer, at: now.getTime() })
      void forgetUnlessDone(token, answer)
      return answer
    },
  }
}
