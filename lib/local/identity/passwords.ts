import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { AwsError } from '../aws-service.ts'
import type { PasswordPolicy } from './pool.ts'

/** Cost of one hash: 16 MiB and some 50 ms of one core, so that the demo's 33 accounts are there in about a second. */
const COST = { N: 2 ** 14, r: 8, p: 1 } as const
const KEY_BYTES = 32
const SALT_BYTES = 16
/** Cognito's upper limit. */
const LONGEST_PASSWORD = 256

const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, COST, (error, key) => (error ? reject(error) : resolve(key)))
  })

/** Hashes off the main thread. @returns `<salt>.<key>`, both base64url */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(SALT_BYTES)
  return `${salt.toString('base64url')}.${(await derive(password, salt)).toString('base64url')}`
}

/**
 * Whether the password belongs to the hash.
 *
 * Without a hash the result is false, after the same work, so that timing does not reveal who has an account.
 */
export const isPassword = async (password: string, hash: string | undefined): Promise<boolean> => {
  const [salt = '', key = ''] = (hash ?? `${randomBytes(SALT_BYTES).toString('base64url')}.`).split('.')
  const derived = await derive(password, Buffer.from(salt, 'base64url'))
  const expected = Buffer.from(key, 'base64url')
  return expected.length === derived.length && timingSafeEqual(expected, derived)
}

/** @throws AwsError InvalidPasswordException naming the first rule that is broken, in Cognito's words */
export const checkPolicy = (password: string, policy: PasswordPolicy): void => {
  const rules: readonly (readonly [boolean, string])[] = [
    [password.length >= policy.minimumLength, 'Password not long enough'],
    [!policy.requireLowercase || /\p{Ll}/u.test(password), 'Password must have lowercase characters'],
    [!policy.requireUppercase || /\p{Lu}/u.test(password), 'Password must have uppercase characters'],
    [!policy.requireNumbers || /\d/.test(password), 'Password must have numeric characters'],
    [!policy.requireSymbols || /[^\p{L}\d\s]/u.test(password), 'Password must have symbol characters'],
    [password.length <= LONGEST_PASSWORD, 'Password is too long'],
  ]
  const broken = rules.find(([held]) => !held)
  if (broken) throw new AwsError(400, 'InvalidPasswordException', `Password did not conform with policy: ${broken[1]}`)
}
