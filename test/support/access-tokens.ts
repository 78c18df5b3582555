import { createSign, generateKeyPairSync } from 'node:crypto'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { CLIENT, ISSUER } from './function-environment.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
const JWKS = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'test', alg: 'RS256', use: 'sig' }] }

/** The pool's public keys can be had; everything else stays out of reach. */
const fetchElsewhere = globalThis.fetch
globalThis.fetch = async (address, init) =>
  String(address instanceof Request ? address.url : address) === `${ISSUER}/.well-known/jwks.json`
    ? Response.json(JWKS)
    : fetchElsewhere(address, init)

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')

/** An access token as the pool signs it for somebody; `claims` replace what a test wants wrong. */
export const tokenFor = (user: SignedIn, claims: Readonly<Record<string, unknown>> = {}): string => {
  const now = Math.floor(Date.now() / 1_000)
  const payload = {
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
  const unsigned = `${encode({ alg: 'RS256', kid: 'test' })}.${encode(payload)}`
  return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(privateKey, 'base64url')}`
}
