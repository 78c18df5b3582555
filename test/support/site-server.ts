import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contentSecurityPolicy } from '../../lib/aws/site/content-security-policy.ts'

const SITE = fileURLToPath(new URL('../../dist/site', import.meta.url))

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain',
}

const pageFor = (path: string) => (/^\/console(\/|$)/.test(path) ? 'console.html' : 'index.html')

/** Serves the built site as the host does, security policy included, and 404 for every API call without a mock. */
export const serveSite = async () => {
  const csp = contentSecurityPolicy(SITE)
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/')
    if (path.startsWith('/api/')) {
      response.writeHead(404, { 'content-type': 'application/problem+json' })
      response.end(
        '{"code":"not_found","status":404,"title":"Not found","detail":"","type":"about:blank","request_id":""}',
      )
      return
    }
    const file = extname(path) ? normalize(path) : pageFor(path)
    const content = await readFile(join(SITE, file)).catch(() => null)
    if (content === null) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': csp,
      'x-content-type-options': 'nosniff',
    })
    response.end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the site server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
