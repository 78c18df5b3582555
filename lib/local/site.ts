import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import type { GatewayAnswer, GatewayRequest } from './http-api.ts'

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

/** Answers for files of the built site. */
export type Site = (request: Pick<GatewayRequest, 'method' | 'path' | 'headers'>) => Promise<GatewayAnswer>

/** The file of a path: `/console` and below are one page, any other path without an extension the portal. */
const fileOf = (path: string): string => {
  if (path === '/console' || path.startsWith('/console/')) return extname(path) === '' ? 'console.html' : path
  return extname(path) === '' ? 'index.html' : path
}

const plain = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): GatewayAnswer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body: Buffer.from(text),
})

/** @param folder of the built site; what lies outside of it is not found */
export const openSite =
  (folder: string): Site =>
  async ({ method, path, headers }) => {
    if (method !== 'GET' && method !== 'HEAD') return plain(405, 'method not allowed\n', { allow: 'GET, HEAD' })
    const found = await readSiteFile(folder, path)
    if (!found) return plain(404, 'not found\n')
    const { name, content } = found
    const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`
    const cache = { etag, 'cache-control': name.startsWith('/assets/') ? IMMUTABLE : REVALIDATE }
    if (headers['if-none-match'] === etag) return { status: 304, headers: cache, body: Buffer.alloc(0) }
    const type = CONTENT_TYPES[extname(name)] ?? 'application/octet-stream'
    return { status: 200, headers: { ...cache, 'content-type': type }, body: content }
  }

const readSiteFile = async (
  folder: string,
  path: string,
): Promise<{ readonly name: string; readonly content: Buffer } | undefined> => {
  try {
    const name = normalize(join(sep, fileOf(decodeURIComponent(path))))
    return { name, content: await readFile(join(folder, name)) }
  } catch {
    return undefined
  }
}
