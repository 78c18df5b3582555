import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findPrivateFile, writePrivateFile } from '../private-file.ts'

export type Claims = Readonly<Record<string, unknown>>

/** Signs with a key that exists only in this data directory. */
export interface TokenSigner {
  /** A compact JWT, RS256. */
  sign(claims: Claims): string
  /** The claims, otherwise unchecked, if this key signed them; else undefined. */
  read(token: string): Claims | undefined
  /** The public half as a JSON Web Key Set. */
  readonly keySet: { readonly keys: readonly Readonly<Record<string, unknown>>[] }
}

const RSA_BITS = 2048

const makeKey = async (file: string): Promise<string> => {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: RSA_BITS })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  writePrivateFile(file, pem)
  return pem
}

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url')

/** Derived from the key itself, so that a verifier with a cached key set never confuses two keys. */
const keyIdOf = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64url')

export const openTokenSigner = async (dataDir: string): Promise<TokenSigner> => {
  const file = join(dataDir, 'identity-key.pem')
  const privateKey = createPrivateKey(findPrivateFile(file) ?? (await makeKey(file)))
  const publicKey = createPublicKey(privateKey)
  const kid = keyIdOf(publicKey)
  const header = encode({ kid, alg: 'RS256' })

  return {
    sign: (claims) => {
      const signed = `${header}.${encode(claims)}`
      return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`
    },
    read: (token) => {
      const [head, payload, signature, ...rest] = token.split('.')
      if (head !== header || !payload || !signature || rest.length > 0) return undefined
      const signed = Buffer.from(`${head}.${payload}`)
      if (!verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'))) return undefined
      return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    },
    keySet: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] },
  }
}
