/** Overwrites what a client claims: the front door alone says where a request comes from. One trailing slash goes. */
export const API_REQUEST = `function handler(event) {
  var request = event.request
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
