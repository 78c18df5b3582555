import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type AwsAnswer, type AwsCall, AwsError, type AwsService, type NeededRight } from './aws-service.ts'

export interface ObjectsOptions {
  readonly dataDir: string
  /** Names of the template's buckets. */
  readonly buckets: readonly string[]
}

/** S3 (`s3`), path style. Errors carry S3's codes; the AWS port writes them as XML. */
export type Objects = AwsService

interface StoredObject {
  readonly key: string
  readonly body: Buffer
  readonly contentType: string
  /** MD5 in hexadecimal, as S3 has it for objects of one part. */
  readonly etag: string
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number
}

const MOST_KEYS = 1000
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS objects (
    bucket TEXT, key TEXT, body BLOB NOT NULL, content_type TEXT NOT NULL, etag TEXT NOT NULL, modified_at INTEGER NOT NULL,
    PRIMARY KEY (bucket, key)
  ) STRICT;
`
const RIGHT: Readonly<Record<string, string>> = {
  PutObject: 's3:PutObject',
  GetObject: 's3:GetObject',
  HeadObject: 's3:GetObject',
  DeleteObject: 's3:DeleteObject',
  ListObjectsV2: 's3:ListBucket',
}
const OBJECT_OPERATION: Readonly<Record<string, string>> = {
  PUT: 'PutObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
  DELETE: 'DeleteObject',
}
/** Query parameters that only name the operation or ask for what is done anyway. */
const HARMLESS_PARAMETERS: readonly string[] = [
  'x-id',
  'list-type',
  'prefix',
  'max-keys',
  'continuation-token',
  'encoding-type',
]

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** What a path-style call is about; `call.path` is still percent-encoded, as on the wire. */
const targetOf = (call: AwsCall): { operation: string; bucket: string; key: string } => {
  const [, bucket = '', rest = ''] = /^\/([^/]*)\/?(.*)$/s.exec(call.path) ?? []
  const key = decodeURIComponent(rest)
  const isListing = key === '' && call.method === 'GET' && call.query.get('list-type') === '2'
  const operation = isListing ? 'ListObjectsV2' : key === '' ? undefined : OBJECT_OPERATION[call.method]
  const strange = [...call.query.keys()].filter((name) => !HARMLESS_PARAMETERS.includes(name))
  if (!operation || strange.length > 0 || call.headers['x-amz-copy-source'] || call.headers.range) {
    throw new AwsError(501, 'NotImplemented', `local buckets do not emulate ${call.method} ${call.path}?${call.query}`)
  }
  return { operation, bucket, key }
}

/** The content of an upload that the SDK sent in chunks (`<hex size>[;signature]\r\n<bytes>\r\n`, then trailers). */
const unchunked = (wire: Buffer): Buffer => {
  const chunks: Buffer[] = []
  let position = 0
  while (position < wire.length) {
    const lineEnd = wire.indexOf('\r\n', position)
    const size = Number.parseInt(wire.toString('latin1', position, lineEnd), 16)
    if (!(size > 0) || lineEnd < 0) break
    chunks.push(wire.subarray(lineEnd + 2, lineEnd + 2 + size))
    position = lineEnd + 2 + size + 2
  }
  return Buffer.concat(chunks)
}

const bodyOf = (call: AwsCall): Buffer =>
  call.headers['x-amz-content-sha256']?.startsWith('STREAMING-') ? unchunked(call.body) : call.body

const listing = (bucket: string, query: URLSearchParams, found: readonly StoredObject[], limit: number): string => {
  const page = found.slice(0, limit)
  const encode = query.get('encoding-type') === 'url' ? encodeURIComponent : escapeXml
  const last = page.at(-1)?.key ?? ''
  const contents = page.map(
    ({ key, body, etag, modifiedAt }) =>
      `<Contents><Key>${encode(key)}</Key><LastModified>${new Date(modifiedAt).toISOString()}</LastModified>` +
      `<ETag>&quot;${etag}&quot;</ETag><Size>${body.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  )
  const more = found.length > limit
  const next = `<NextContinuationToken>${Buffer.from(last).toString('base64url')}</NextContinuationToken>`
  return (
    '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
    `<Name>${escapeXml(bucket)}</Name><Prefix>${encode(query.get('prefix') ?? '')}</Prefix><KeyCount>${page.length}</KeyCount>` +
    `<MaxKeys>${limit}</MaxKeys><IsTruncated>${more}</IsTruncated>${more ? next : ''}${contents.join('')}</ListBucketResult>`
  )
}

export const startObjects = async ({ dataDir, buckets }: ObjectsOptions): Promise<Objects> => {
  const database = new DatabaseSync(join(dataDir, 'objects.sqlite'))
  database.exec(SCHEMA)

  const objectOf = (row: Record<string, unknown>): StoredObject => ({
    key: String(row.key),
    body: Buffer.from(row.body as Uint8Array),
    contentType: String(row.content_type),
    etag: String(row.etag),
    modifiedAt: Number(row.modified_at),
  })

  const put = (bucket: string, key: string, call: AwsCall): AwsAnswer => {
    const body = bodyOf(call)
    const etag = createHash('md5').update(body).digest('hex')
    const contentType = call.headers['content-type'] ?? 'application/octet-stream'
    database
      .prepare('INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?, ?)')
      .run(bucket, key, body, contentType, etag, Date.now())
    return { status: 200, headers: { etag: `"${etag}"` }, body: '' }
  }

  const get = (bucket: string, key: string): AwsAnswer => {
    const row = database.prepare('SELECT * FROM objects WHERE bucket = ? AND key = ?').get(bucket, key)
    if (!row) throw new AwsError(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key })
    const { body, contentType, etag, modifiedAt } = objectOf(row)
    const headers = {
      'content-type': contentType,
      'content-length': String(body.length),
      etag: `"${etag}"`,
      'last-modified': new Date(modifiedAt).toUTCString(),
    }
    return { status: 200, headers, body }
  }

  const list = (bucket: string, query: URLSearchParams): AwsAnswer => {
    const limit = Math.min(Number(query.get('max-keys') ?? MOST_KEYS), MOST_KEYS)
    const prefix = query.get('prefix') ?? ''
    const after = Buffer.from(query.get('continuation-token') ?? '', 'base64url').toString('utf8')
    const rows = database
      .prepare('SELECT * FROM objects WHERE bucket = ? AND key > ? AND substr(key, 1, ?) = ? ORDER BY key LIMIT ?')
      .all(bucket, after, [...prefix].length, prefix, limit + 1)
    const headers = { 'content-type': 'application/xml' }
    return { status: 200, headers, body: listing(bucket, query, rows.map(objectOf), limit) }
  }

  return {
    rights: (call): readonly NeededRight[] => {
      const { operation, bucket, key } = targetOf(call)
      return [{ action: RIGHT[operation] ?? '', resource: `arn:aws:s3:::${bucket}${key && `/${key}`}` }]
    },

    answer: async (call) => {
      const { operation, bucket, key } = targetOf(call)
      if (!buckets.includes(bucket)) {
        throw new AwsError(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket })
      }
      if (operation === 'ListObjectsV2') return list(bucket, call.query)
      if (operation === 'PutObject') return put(bucket, key, call)
      if (operation === 'GetObject') return get(bucket, key)
      if (operation === 'HeadObject') return { ...get(bucket, key), body: '' }
      database.prepare('DELETE FROM objects WHERE bucket = ? AND key = ?').run(bucket, key)
      return { status: 204, body: '' }
    },

    close: async () => database.close(),
  }
}
