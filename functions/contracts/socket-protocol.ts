/** The WebSocket sub-protocol; the admission ticket follows as `ticket.<ticket>`. Free of zod, for the browser. */
export const SUBPROTOCOL = 'plimsoll.v1'
export const TICKET_PREFIX = 'ticket.'
