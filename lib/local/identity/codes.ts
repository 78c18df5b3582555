import { createHash, randomInt } from 'node:crypto'
import { AwsError } from '../aws-service.ts'
import type { Directory } from './directory.ts'
import type { UserPool } from './pool.ts'
import type { CodePurpose, StoredUser } from './rows.ts'

const HOUR_MS = 3_600_000
/** How long a code is valid, in milliseconds: Cognito's figures. */
const LIFETIME_MS: Readonly<Record<CodePurpose, number>> = { confirm: 24 * HOUR_MS, reset: HOUR_MS }
/** Codes sent within an hour, and wrong tries of one code, before the user must wait. */
const MOST_SENDS = 5
const MOST_WRONG_TRIES = 5
const CODES = 1_000_000

const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex')

const limitExceeded = (): AwsError =>
  new AwsError(400, 'LimitExceededException', 'Attempt limit exceeded, please try after some time.')

/** The address as shown in an answer, masked: `a***@e***`. */
const maskedAddress = (email: string): string => {
  const [name = '', domain = ''] = email.split('@')
  return `${name.slice(0, 1)}***@${domain.slice(0, 1)}***`
}

export const deliveryTo = (email: string): object => ({
  AttributeName: 'email',
  DeliveryMedium: 'EMAIL',
  Destination: maskedAddress(email),
})

/**
 * Mails a new six-digit code, which replaces the previous one for this purpose.
 *
 * @throws AwsError LimitExceededException after five sends within an hour
 */
export const sendCode = (
  { store, deliver, now }: Directory,
  pool: UserPool,
  user: StoredUser,
  purpose: CodePurpose,
): void => {
  const at = now().getTime()
  const last = store.findCode(pool.poolId, user.sub, purpose)
  const counted = last && at - last.countedSince < HOUR_MS ? last : { sends: 0, countedSince: at }
  if (counted.sends >= MOST_SENDS) throw limitExceeded()
  const code = String(randomInt(CODES)).padStart(6, '0')
  store.saveCode(pool.poolId, user.sub, purpose, {
    hash: hashOf(code),
    expiresAt: at + LIFETIME_MS[purpose],
    wrongTries: 0,
    sends: counted.sends + 1,
    countedSince: counted.countedSince,
  })
  deliver({ to: user.email, subject: pool.codeMail.subject, text: pool.codeMail.text.replaceAll('{####}', code) })
}

/**
 * Redeems a code, which is then used up.
 *
 * @throws AwsError ExpiredCodeException, CodeMismatchException, or LimitExceededException after five wrong tries
 */
export const redeemCode = (
  { store, now }: Directory,
  pool: UserPool,
  user: StoredUser,
  purpose: CodePurpose,
  code: string,
): void => {
  const sent = store.findCode(pool.poolId, user.sub, purpose)
  if (!sent?.hash || now().getTime() >= sent.expiresAt) {
    throw new AwsError(400, 'ExpiredCodeException', 'Invalid code provided, please request a code again.')
  }
  if (sent.wrongTries >= MOST_WRONG_TRIES) throw limitExceeded()
  if (hashOf(code) !== sent.hash) {
    store.saveCode(pool.poolId, user.sub, purpose, { ...sent, wrongTries: sent.wrongTries + 1 })
    throw codeMismatch()
  }
  store.saveCode(pool.poolId, user.sub, purpose, { ...sent, hash: '' })
}

export const codeMismatch = (): AwsError =>
  new AwsError(400, 'CodeMismatchException', 'Invalid verification code provided, please try again.')
