import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Our own scripts, and the pages' one inline script by its hash (`sha256-…`), which the build writes to a file. */
const scriptSources = (builtSite: string): string => {
  const file = join(builtSite, 'csp.json')
  return existsSync(file) ? `'self' '${JSON.parse(readFileSync(file, 'utf8')).script}'` : "'self'"
}

/**
 * What a page may load: anything from its own origin, and nothing inline except the one script that sets the theme
 * before the first paint.
 *
 * @param builtSite folder of the built pages; without a build no inline script is allowed
 */
export const contentSecurityPolicy = (builtSite: string): string =>
  [
    "default-src 'none'",
    `script-src ${scriptSources(builtSite)}`,
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
