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
interface StoredCode {
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
type Row = Record<string, string | number | null>

const userOf = (row: Row): StoredUser => ({
  sub: String(row.sub),
  email: String(row.email),
  passwordHash: row.password_hash === null ? undefined : String(row.password_hash),
  status: row.status as UserStatus,
  enabled: row.enabled === 1,
  attributes: JSON.parse(String(row.attributes)),
  createdAt: Number(row.created_at),
  updatedAt: Number(row.updated_at),
})

const sessionOf = (row: Row): StoredSession => ({
  clientId: String(row.client_id),
  sub: String(row.sub),
  originJti: String(row.origin_jti),
  authTime: Number(row.auth_time),
  expiresAt: Number(row.expires_at),
  revoked: row.revoked === 1,
})

const codeOf = (row: Row): StoredCode => ({
  hash: String(row.hash),
  expiresAt: Number(row.expires_at),
  wrongTries: Number(row.wrong_tries),
  sends: Number(row.sends),
  countedSince: Number(row.counted_since),
})

/** Users, groups, sessions and codes of all pools, on disk when a call returns. */
export type IdentityStore = ReturnType<typeof openIdentityStore>

export const openIdentityStore = (dataDir: string) => {
  const file = join(dataDir, 'identity.sqlite')
  const database = new DatabaseSync(file)
  chmodSync(file, 0o600)
  database.exec(SCHEMA)
  const one = (sql: string, ...values: (string | number)[]): Row | undefined =>
    database.prepare(sql).get(...values) as Row | undefined
  const many = (sql: string, ...values: (string | number)[]): readonly Row[] =>
    database.prepare(sql).all(...values) as Row[]
  const write = (sql: string, ...values: (string | number | null)[]): number =>
    Number(database.prepare(sql).run(...values).changes)

  return {
    /** @param name the user's `sub` or e-mail address */
    findUser: (poolId: string, name: string): StoredUser | undefined => {
      const row = one(
        'SELECT * FROM users WHERE pool_id = ? AND (sub = ? OR email = ?)',
        poolId,
        name,
        name.toLowerCase(),
      )
      return row && userOf(row)
    },

    /** Oldest first. */
    listUsers: (poolId: string, limit: number, offset: number): readonly StoredUser[] =>
      many(
        'SELECT * FROM users WHERE pool_id = ? ORDER BY created_at, sub LIMIT ? OFFSET ?',
        poolId,
        limit,
        offset,
      ).map(userOf),

    /** @returns whether it was added; false if the address is taken */
    addUser: (poolId: string, user: StoredUser): boolean =>
      write(
        'INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
        poolId,
        user.sub,
        user.email,
        user.passwordHash ?? null,
        user.status,
        Number(user.enabled),
        JSON.stringify(user.attributes),
        user.createdAt,
        user.updatedAt,
      ) === 1,

    /** @returns whether it was saved; false if the address belongs to another user */
    saveUser: (poolId: string, user: StoredUser): boolean =>
      write(
        `UPDATE OR IGNORE users SET email = ?, password_hash = ?, status = ?, enabled = ?, attributes = ?, updated_at = ?
         WHERE pool_id = ? AND sub = ?`,
        user.email,
        user.passwordHash ?? null,
        user.status,
        Number(user.enabled),
        JSON.stringify(user.attributes),
        user.updatedAt,
        poolId,
        user.sub,
      ) === 1,

    removeUser: (poolId: string, sub: string): void => {
      write('DELETE FROM users WHERE pool_id = ? AND sub = ?', poolId, sub)
    },

    addToGroup: (poolId: string, sub: string, group: string): void => {
      write('INSERT INTO memberships VALUES (?, ?, ?) ON CONFLICT DO NOTHING', poolId, sub, group)
    },

    removeFromGroup: (poolId: string, sub: string, group: string): void => {
      write('DELETE FROM memberships WHERE pool_id = ? AND sub = ? AND group_name = ?', poolId, sub, group)
    },

    listGroups: (poolId: string, sub: string): readonly string[] =>
      many('SELECT group_name FROM memberships WHERE pool_id = ? AND sub = ? ORDER BY group_name', poolId, sub).map(
        ({ group_name }) => String(group_name),
      ),

    addSession: (poolId: string, tokenHash: string, session: StoredSession): void => {
      write(
        'INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        tokenHash,
        poolId,
        session.clientId,
        session.sub,
        session.originJti,
        session.authTime,
        session.expiresAt,
        Number(session.revoked),
      )
    },

    findSession: (poolId: string, tokenHash: string): StoredSession | undefined => {
      const row = one('SELECT * FROM sessions WHERE token_hash = ? AND pool_id = ?', tokenHash, poolId)
      return row && sessionOf(row)
    },

    /** Whether tokens issued since this sign-in are still valid. */
    isLiveOrigin: (originJti: string): boolean =>
      one('SELECT 1 AS live FROM sessions WHERE origin_jti = ? AND revoked = 0', originJti) !== undefined,

    revokeSession: (poolId: string, tokenHash: string): void => {
      write('UPDATE sessions SET revoked = 1 WHERE token_hash = ? AND pool_id = ?', tokenHash, poolId)
    },

    revokeSessionsOf: (poolId: string, sub: string): void => {
      write('UPDATE sessions SET revoked = 1 WHERE pool_id = ? AND sub = ?', poolId, sub)
    },

    /** @param now milliseconds since the epoch */
    forgetExpiredSessions: (now: number): void => {
      write('DELETE FROM sessions WHERE expires_at < ?', now)
    },

    findCode: (poolId: string, sub: string, purpose: CodePurpose): StoredCode | undefined => {
      const row = one('SELECT * FROM codes WHERE pool_id = ? AND sub = ? AND purpose = ?', poolId, sub, purpose)
      return row && codeOf(row)
    },

    saveCode: (poolId: string, sub: string, purpose: CodePurpose, code: StoredCode): void => {
      write(
        'INSERT OR REPLACE INTO codes VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        poolId,
        sub,
        purpose,
        code.hash,
        code.expiresAt,
        code.wrongTries,
        code.sends,
        code.countedSince,
      )
    },

    close: (): void => database.close(),
  }
}
