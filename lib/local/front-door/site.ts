import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { GatewayAnswer, GatewayRequest } from '../http-api.ts'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
}

/** Vite puts a hash of the content into names below `assets/`, so that they never change. */
const IMMUTABLE = 'public, max-age=31536000, immutable'
const REVALIDATE = 'no-cache'

const compressed = promisify(gzip)
/** The edge compresses no smaller files, nor types that are compressed already. */
const LEAST_COMPRESSED_BYTES = 1_000
const isCompressible = (type: string): boolean => /^text\/|json$|svg\+xml$/.test(type.split(';')[0] ?? '')

/** Serves files of the built site; the edge has already rewritten paths to those of files. */
export type Site = (request: Pick<GatewayRequest, 'method' | 'path' | 'headers'>) => Promise<GatewayAnswer>

const plain = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): GatewayAnswer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body: Buffer.from(text),
})

/**
 * Serves as the edge does: revalidated pages, immutable assets, compressed if the client accepts it.
 *
 * @param folder of the built site; what lies outside of it is not found
 */
export const openSite =
  (folder: string): Site =>
  async ({ method, path, headers }) => {
    if (method !== 'GET' && method !== 'HEAD') return plain(405, 'method not allowed\n', { allow: 'GET, HEAD' })
    const found = await readSiteFile(folder, path)
    if (!found) return plain(404, 'not found\n')
    const { name, content } = found
    // Weak, since the same content leaves in two encodings.
    const etag = `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`
    const cache = { etag, 'cache-control': name.startsWith('/assets/') ? IMMUTABLE : REVALIDATE }
    if (headers['if-none-match'] === etag) return { status: 304, headers: cache, body: Buffer.alloc(0) }
    const type = CONTENT_TYPES[extname(name)] ?? 'application/octet-stream'
    const plainly = { ...cache, 'content-type': type, vary: 'accept-encoding' }
    const understood = headers['accept-encoding']?.includes('gzip') ?? false
    if (!understood || !isCompressible(type) || content.length < LEAST_COMPRESSED_BYTES) {
      return { status: 200, headers: plainly, body: content }
    }
    return { status: 200, headers: { ...plainly, 'content-encoding': 'gzip' }, body: await compressed(content) }
  }

const readSiteFile = async (
  folder: string,
  path: string,
): Promise<{ readonly name: string; readonly content: Buffer } | undefined> => {
  try {
    const name = normalize(join(sep, decodeURIComponent(path)))
    return { name, content: await readFile(join(folder, name)) }
  } catch {
    return undefined
  }
}
