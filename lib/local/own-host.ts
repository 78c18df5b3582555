import type { IncomingHttpHeaders, ServerResponse } from 'node:http'

/** Host names by which this machine reaches itself; names below `localhost` never leave it (RFC 6761). */
const OWN_NAMES = /^(?:127\.0\.0\.1|\[::1\]|(?:[\w-]+\.)*localhost)(?::\d+)?$/i

/**
 * Whether a request was meant for this machine. A page whose host name was made to resolve here (DNS rebinding) sends
 * that name, and could otherwise read whatever this host answers without a sign-in.
 */
export const isMeantForUs = ({ host }: IncomingHttpHeaders): boolean => host === undefined || OWN_NAMES.test(host)

/** Refuses a request that was meant for another host. */
export const turnAway = (response: ServerResponse): void => {
  response
    .writeHead(421, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
    .end('this host answers to 127.0.0.1 and localhost alone\n')
}

/**
 * Whether a page of another origin sent the request: browsers add `Origin` to every request that may change something.
 */
export const isForeign = ({ host, origin }: { readonly host?: string; readonly origin?: string }): boolean =>
  origin !== undefined && origin !== `http://${host}`
