import { BODY_LIMIT_BYTES } from '../../../functions/contracts/route-contract.ts'

/**
 * Runs before each API request. It sets the viewer's address, overwriting whatever the client claims, and drops one
 * trailing slash. It answers with a problem document where the gateway, or Lambda's limit of 6 MB, would answer in
 * another format: to a path whose percent-encoding cannot be decoded, and to a `content-length` over the limit. Bodies
 * without a `content-length` are left to the functions.
 */
export const API_REQUEST = `function handler(event) {
  var request = event.request
  function refuse(status, title, code, detail) {
    return {
      statusCode: status,
      statusDescription: title,
      headers: {
        'content-type': { value: 'application/problem+json; charset=utf-8' },
        'cache-control': { value: 'no-store' },
      },
      body: JSON.stringify({
        type: 'about:blank',
        title: title,
        status: status,
        detail: detail,
        code: code,
        request_id: event.context.requestId,
      }),
    }
  }
  try {
    decodeURIComponent(request.uri)
  } catch (error) {
    return refuse(400, 'Bad Request', 'malformed_path', 'the percent-encoding of the path cannot be read')
  }
  var length = request.headers['content-length']
  if (length && Number(length.value) > ${BODY_LIMIT_BYTES}) {
    var said = 'a body may have ${BODY_LIMIT_BYTES} bytes, this has ' + Number(length.value)
    return refuse(413, 'Content Too Large', 'body_too_large', said)
  }
  if (request.uri.length > 1 && request.uri.endsWith('/')) request.uri = request.uri.slice(0, -1)
  request.headers['x-viewer-address'] = { value: event.viewer.ip }
  return request
}
`

/** Pages are rendered in the browser: a path without a file extension gets the page of the console or the portal. */
export const SITE_REQUEST = `function handler(event) {
  var request = event.request
  if (request.uri.lastIndexOf('.') > request.uri.lastIndexOf('/')) return request
  var isConsole = request.uri === '/console' || request.uri.startsWith('/console/')
  request.uri = isConsole ? '/console.html' : '/index.html'
  return request
}
`
