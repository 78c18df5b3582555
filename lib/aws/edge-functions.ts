/**
 * Overwrites what a client claims: the front door alone says where a request comes from. One trailing slash goes. A path
 * whose percent-encoding cannot be read is refused here as a problem: the gateway would do so in words of its own.
 */
export const API_REQUEST = `function handler(event) {
  var request = event.request
  try {
    decodeURIComponent(request.uri)
  } catch (error) {
    return {
      statusCode: 400,
      statusDescription: 'Bad Request',
      headers: {
        'content-type': { value: 'application/problem+json; charset=utf-8' },
        'cache-control': { value: 'no-store' },
      },
      body: JSON.stringify({
        type: 'about:blank',
        title: 'Bad Request',
        status: 400,
        detail: 'the percent-encoding of the path cannot be read',
        code: 'malformed_path',
        request_id: event.context.requestId,
      }),
    }
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
