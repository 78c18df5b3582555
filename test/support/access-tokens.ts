import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { CLIENT, ISSUER } from './function-environment.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
const JWKS = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'test', alg: 'RS256', use: 'sig' }] }

/** Serves the pool's public keys; every other request is passed on. */
const fetchElsewhere = globalThis.fetch
globalThis.fetch = async (address, init) =>
  String(address instanceof Request ? address.url : address) === `${ISSUER}/.well-known/jwks.json`
    ? Response.json(JWKS)
    : fetchElsewhere(address, init)

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')

/** The claims of a user's access token; `claims` replace those that a test wants wrong. */
const claimsOf = (user: SignedIn, claims: Readonly<Record<string, unknown>>): object => {
  const now = Math.floor(Date.now() / 1_000)
  return {
    iss: ISSUER,
    client_id: CLIENT,
    token_use: 'access',
    iat: now,
    exp: now + 3_600,
    sub: user.id,
    plimsoll_id: user.id,
    plimsoll_role: user.role,
    plimsoll_name: user.name,
    plimsoll_email: user.email,
    ...(user.department_id && { plimsoll_department: user.department_id }),
    ...claims,
  }
}

/** An access token for a user as the pool signs it; `claims` replace those that a test wants wrong. */
export const tokenFor = (user: SignedIn, claims: Readonly<Record<string, unknown>> = {}): string => {
  const unsigned = `${encode({ alg: 'RS256', kid: 'test' })}.${encode(claimsOf(user, claims))}`
  return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(privateKey, 'base64url')}`
}

/** Tokens with valid claims, forged with nothing but the pool's public key. */
export const forgedTokensFor = (user: SignedIn): Readonly<Record<string, string>> => {
  const unsigned = (alg: string, kid = 'test'): string => `${encode({ alg, kid })}.${encode(claimsOf(user, {}))}`
  const byPublicKey = createHmac('sha256', publicKey.export({ type: 'spki', format: 'pem' }))
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey
  const signedByStranger = (head: string): string =>
    `${head}.${createSign('RSA-SHA256').update(head).sign(stranger, 'base64url')}`
  return {
    'signed by nobody': `${unsigned('none')}.`,
    'signed with the public key as a shared secret': `${unsigned('HS256')}.${byPublicKey.update(unsigned('HS256')).digest('base64url')}`,
    'signed with another key': signedByStranger(unsigned('RS256')),
    'signed with a key that the pool does not have': signedByStranger(unsigned('RS256', 'stranger')),
  }
}
