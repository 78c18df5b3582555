import { DatabaseSync } from 'node:sqlite'

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY,
    queue TEXT NOT NULL,
    message_id TEXT NOT NULL,
    body TEXT NOT NULL,
    attributes TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    visible_at INTEGER NOT NULL,
    receive_count INTEGER NOT NULL DEFAULT 0,
    first_received_at INTEGER,
    receipt TEXT,
    source TEXT
  );
  CREATE INDEX IF NOT EXISTS by_visibility ON messages (queue, visible_at, receive_count);
  CREATE TABLE IF NOT EXISTS made_queues (
    name TEXT PRIMARY KEY,
    settings TEXT NOT NULL
  );
`

/**
 * @param file path of the SQLite file; made if missing
 * @throws Error naming the file if it cannot be opened
 */
export const openQueueDatabase = (file: string): DatabaseSync => {
  try {
    const database = new DatabaseSync(file)
    database.exec(SCHEMA)
    // Receivers ended with the previous process, so messages in flight become visible again. That receive does not
    // count: otherwise a host that is killed often would dead-letter messages that never failed.
    const now = Date.now()
    database
      .prepare(
        `UPDATE messages SET visible_at = ?, receipt = NULL, receive_count = receive_count - 1
           WHERE receipt IS NOT NULL AND visible_at > ?`,
      )
      .run(now, now)
    return database
  } catch (cause) {
    throw new Error(`cannot open ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

export const queueStatements = (database: DatabaseSync) => ({
  insert: database.prepare(
    'INSERT INTO messages (queue, message_id, body, attributes, sent_at, visible_at) VALUES (?, ?, ?, ?, ?, ?)',
  ),
  visible: database.prepare(
    'SELECT * FROM messages WHERE queue = ? AND visible_at <= ? ORDER BY visible_at, id LIMIT ?',
  ),
  receive: database.prepare(
    `UPDATE messages SET visible_at = ?, receipt = ?, receive_count = receive_count + 1,
       first_received_at = coalesce(first_received_at, ?) WHERE id = ? RETURNING *`,
  ),
  deadLetter: database.prepare(
    `UPDATE messages SET source = queue, queue = ?, visible_at = ?, receive_count = 0, first_received_at = NULL,
       receipt = NULL WHERE id = ?`,
  ),
  remove: database.prepare('DELETE FROM messages WHERE id = ? AND queue = ? AND receipt = ?'),
  postpone: database.prepare(
    'UPDATE messages SET visible_at = ? WHERE id = ? AND queue = ? AND receipt = ? AND visible_at > ?',
  ),
  purge: database.prepare('DELETE FROM messages WHERE queue = ?'),
  moveAll: database.prepare(
    `UPDATE messages SET queue = ?, visible_at = ?, receive_count = 0, first_received_at = NULL, receipt = NULL,
       source = NULL WHERE queue = ?`,
  ),
  removeOld: database.prepare('DELETE FROM messages WHERE queue = ? AND sent_at < ?'),
  source: database.prepare(
    'SELECT source FROM messages WHERE queue = ? AND source IS NOT NULL ORDER BY visible_at, id LIMIT 1',
  ),
  keepQueue: database.prepare('INSERT OR REPLACE INTO made_queues (name, settings) VALUES (?, ?)'),
  forgetQueue: database.prepare('DELETE FROM made_queues WHERE name = ?'),
  keptQueues: database.prepare('SELECT settings FROM made_queues ORDER BY name'),
  counts: database.prepare(
    `SELECT count(*) FILTER (WHERE visible_at <= ?2) AS visible,
       count(*) FILTER (WHERE visible_at > ?2 AND receive_count > 0) AS inFlight,
       count(*) FILTER (WHERE visible_at > ?2 AND receive_count = 0) AS delayed
     FROM messages WHERE queue = ?1`,
  ),
  next: database.prepare('SELECT min(visible_at) AS at FROM messages WHERE queue = ? AND visible_at > ?'),
})
