import type { IncomingHttpHeaders, ServerResponse } from 'node:http'

/** Names under which this machine is asked by itself; those below `localhost` never leave it (RFC 6761). */
const OWN_NAMES = /^(?:127\.0\.0\.1|\[::1\]|(?:[\w-]+\.)*localhost)(?::\d+)?$/i

/**
 * Whether a request was meant for this machine. A page whose name was led here (DNS rebinding) asks under its own name,
 * and would else read whatever this host answers without a sign-in.
 */
export const isMeantForUs = ({ host }: IncomingHttpHeaders): boolean => host === undefined || OWN_NAMES.test(host)

/** Turns away what is meant for somebody else. */
export const turnAway = (response: ServerResponse): void => {
  response
    .writeHead(421, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
    .end('this host answers to 127.0.0.1 and localhost alone\n')
}

/** Whether a page of another origin asks: a browser says so with everything that is more than a look. */
export const isForeign = ({ host, origin }: { readonly host?: string; readonly origin?: string }): boolean =>
  origin !== undefined && origin !== `http://${host}`
