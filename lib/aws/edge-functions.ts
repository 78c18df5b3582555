import { BODY_LIMIT_BYTES } from '../../functions/contracts/route-contract.ts'

/**
 * Overwrites what a client claims: the front door alone says where a request comes from. One trailing slash goes. What
 * the gateway or a function's limit of 6 MB would refuse in words of their own is refused here as a problem: a path whose
 * percent-encoding cannot be read, and a body that says it is larger than any may be. A body that does not say so is
 * left to the functions.
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

/** Pages are made in the browser: a path without a file's extension is the console's or the portal's one page. */
export const SITE_REQUEST = `function handler(event) {
  var request = event.request
  if (request.uri.lastIndexOf('.') > request.uri.lastIndexOf('/')) return request
  var isConsole = request.uri === '/console' || request.uri.startsWith('/console/')
  request.uri = isConsole ? '/console.html' : '/index.html'
  return request
}
`
