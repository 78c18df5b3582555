import type { DatabaseSync } from 'node:sqlite'
import {
  type CodePurpose,
  codeOf,
  openIdentityDatabase,
  type Row,
  type StoredCode,
  type StoredSession,
  type StoredUser,
  sessionOf,
  userOf,
} from './rows.ts'

/** Users, groups, sessions and codes of all pools, on disk when a call returns. */
export class IdentityStore {
  private readonly database: DatabaseSync

  /** @param dataDir an existing, writable folder */
  constructor(dataDir: string) {
    this.database = openIdentityDatabase(dataDir)
  }

  /** @param name the user's `sub` or e-mail address */
  findUser(poolId: string, name: string): StoredUser | undefined {
    const row = this.one(
      'SELECT * FROM users WHERE pool_id = ? AND (sub = ? OR email = ?)',
      poolId,
      name,
      name.toLowerCase(),
    )
    return row && userOf(row)
  }

  /** Oldest first. */
  listUsers(poolId: string, limit: number, offset: number): readonly StoredUser[] {
    return this.many(
      'SELECT * FROM users WHERE pool_id = ? ORDER BY created_at, sub LIMIT ? OFFSET ?',
      poolId,
      limit,
      offset,
    ).map(userOf)
  }

  /** @returns whether it was added; false if the address is taken */
  addUser(poolId: string, user: StoredUser): boolean {
    const changed = this.write(
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
    )
    return changed === 1
  }

  /** @returns whether it was saved; false if the address belongs to another user */
  saveUser(poolId: string, user: StoredUser): boolean {
    const changed = this.write(
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
    )
    return changed === 1
  }

  removeUser(poolId: string, sub: string): void {
    this.write('DELETE FROM users WHERE pool_id = ? AND sub = ?', poolId, sub)
  }

  addToGroup(poolId: string, sub: string, group: string): void {
    this.write('INSERT INTO memberships VALUES (?, ?, ?) ON CONFLICT DO NOTHING', poolId, sub, group)
  }

  removeFromGroup(poolId: string, sub: string, group: string): void {
    this.write('DELETE FROM memberships WHERE pool_id = ? AND sub = ? AND group_name = ?', poolId, sub, group)
  }

  listGroups(poolId: string, sub: string): readonly string[] {
    return this.many(
      'SELECT group_name FROM memberships WHERE pool_id = ? AND sub = ? ORDER BY group_name',
      poolId,
      sub,
    ).map(({ group_name }) => String(group_name))
  }

  addSession(poolId: string, tokenHash: string, session: StoredSession): void {
    this.write(
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
  }

  findSession(poolId: string, tokenHash: string): StoredSession | undefined {
    const row = this.one('SELECT * FROM sessions WHERE token_hash = ? AND pool_id = ?', tokenHash, poolId)
    return row && sessionOf(row)
  }

  /** Whether tokens issued since this sign-in are still valid. */
  isLiveOrigin(originJti: string): boolean {
    return this.one('SELECT 1 AS live FROM sessions WHERE origin_jti = ? AND revoked = 0', originJti) !== undefined
  }

  revokeSession(poolId: string, tokenHash: string): void {
    this.write('UPDATE sessions SET revoked = 1 WHERE token_hash = ? AND pool_id = ?', tokenHash, poolId)
  }

  revokeSessionsOf(poolId: string, sub: string): void {
    this.write('UPDATE sessions SET revoked = 1 WHERE pool_id = ? AND sub = ?', poolId, sub)
  }

  /** @param now milliseconds since the epoch */
  forgetExpiredSessions(now: number): void {
    this.write('DELETE FROM sessions WHERE expires_at < ?', now)
  }

  findCode(poolId: string, sub: string, purpose: CodePurpose): StoredCode | undefined {
    const row = this.one('SELECT * FROM codes WHERE pool_id = ? AND sub = ? AND purpose = ?', poolId, sub, purpose)
    return row && codeOf(row)
  }

  saveCode(poolId: string, sub: string, purpose: CodePurpose, code: StoredCode): void {
    this.write(
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
  }

  close(): void {
    this.database.close()
  }

  private one(sql: string, ...values: (string | number)[]): Row | undefined {
    return this.database.prepare(sql).get(...values) as Row | undefined
  }

  private many(sql: string, ...values: (string | number)[]): readonly Row[] {
    return this.database.prepare(sql).all(...values) as Row[]
  }

  /** @returns how many rows changed */
  private write(sql: string, ...values: (string | number | null)[]): number {
    return Number(this.database.prepare(sql).run(...values).changes)
  }
}
