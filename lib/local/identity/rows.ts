import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD'

export interface StoredUser {
  readonly sub: string
  /** Lower case: pools ignore case. */
  readonly email: string
  /** Undefined until a password is set. */
  readonly passwordHash: string | undefined
  readonly status: UserStatus
  readonly enabled: boolean
  /** Everything but `sub` and `email`, values as Cognito keeps them: strings. */
  readonly attributes: Readonly<Record<string, string>>
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly updatedAt: number
}

/** What a refresh token stands for. */
export interface StoredSession {
  readonly clientId: string
  readonly sub: string
  readonly originJti: string
  /** Seconds since the epoch. */
  readonly authTime: number
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
  readonly revoked: boolean
}

export type CodePurpose = 'confirm' | 'reset'

/** A code that was mailed, and how often it was sent and tried. */
export interface StoredCode {
  /** SHA-256 of the code; empty once used. */
  readonly hash: string
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
  readonly wrongTries: number
  readonly sends: number
  /** When counting of sends began, in milliseconds since the epoch. */
  readonly countedSince: number
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA foreign_keys = ON;
  CREATE TABLE IF NOT EXISTS users (
    pool_id TEXT, sub TEXT, email TEXT NOT NULL, password_hash TEXT, status TEXT NOT NULL, enabled INTEGER NOT NULL,
    attributes TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    PRIMARY KEY (pool_id, sub), UNIQUE (pool_id, email)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS memberships (
    pool_id TEXT, sub TEXT, group_name TEXT, PRIMARY KEY (pool_id, sub, group_name),
    FOREIGN KEY (pool_id, sub) REFERENCES users ON DELETE CASCADE
  ) STRICT;
  CREATE TABLE IF NOT EXISTS sessions (
    token_hash TEXT PRIMARY KEY, pool_id TEXT NOT NULL, client_id TEXT NOT NULL, sub TEXT NOT NULL, origin_jti TEXT NOT NULL,
    auth_time INTEGER NOT NULL, expires_at INTEGER NOT NULL, revoked INTEGER NOT NULL,
    FOREIGN KEY (pool_id, sub) REFERENCES users ON DELETE CASCADE
  ) STRICT;
  CREATE INDEX IF NOT EXISTS sessions_of_user ON sessions (pool_id, sub);
  CREATE INDEX IF NOT EXISTS sessions_by_origin ON sessions (origin_jti);
  CREATE TABLE IF NOT EXISTS codes (
    pool_id TEXT, sub TEXT, purpose TEXT, hash TEXT NOT NULL, expires_at INTEGER NOT NULL, wrong_tries INTEGER NOT NULL,
    sends INTEGER NOT NULL, counted_since INTEGER NOT NULL, PRIMARY KEY (pool_id, sub, purpose),
    FOREIGN KEY (pool_id, sub) REFERENCES users ON DELETE CASCADE
  ) STRICT;
`

/** The schema's tables are STRICT, so rows have the types that it declares. */
export type Row = Record<string, string | number | null>

export const userOf = (row: Row): StoredUser => ({
  sub: String(row.sub),
  email: String(row.email),
  passwordHash: row.password_hash === null ? undefined : String(row.password_hash),
  status: row.status as UserStatus,
  enabled: row.enabled === 1,
  attributes: JSON.parse(String(row.attributes)),
  createdAt: Number(row.created_at),
  updatedAt: Number(row.updated_at),
})

export const sessionOf = (row: Row): StoredSession => ({
  clientId: String(row.client_id),
  sub: String(row.sub),
  originJti: String(row.origin_jti),
  authTime: Number(row.auth_time),
  expiresAt: Number(row.expires_at),
  revoked: row.revoked === 1,
})

export const codeOf = (row: Row): StoredCode => ({
  hash: String(row.hash),
  expiresAt: Number(row.expires_at),
  wrongTries: Number(row.wrong_tries),
  sends: Number(row.sends),
  countedSince: Number(row.counted_since),
})

/** Opens the file of all pools in a folder, made if missing and readable by its owner alone. */
export const openIdentityDatabase = (dataDir: string): DatabaseSync => {
  const file = join(dataDir, 'identity.sqlite')
  const database = new DatabaseSync(file)
  chmodSync(file, 0o600)
  database.exec(SCHEMA)
  return database
}
