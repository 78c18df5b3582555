import { once } from 'node:events'
import { WebSocket } from 'ws'
import { paths, type RouteName } from '../../functions/contracts/paths.ts'
import type { Answer } from '../../functions/contracts/routes.ts'
import type { ClientMessage, ServerMessage } from '../../functions/contracts/socket.ts'
import { SUBPROTOCOL, TICKET_PREFIX } from '../../functions/contracts/socket-protocol.ts'

/** A signed-in user of a running system. */
export interface Person {
  readonly url: string
  readonly token: string
}

interface Asked {
  readonly id?: string
  readonly query?: string
  readonly body?: unknown
}

/** Makes the API requests of a ticket's life; `call` counts them. */
export interface Client {
  call<Name extends RouteName>(person: Person, name: Name, asked?: Asked): Promise<Answer<Name>>
  readonly requests: () => number
  /** Bytes of all answers and their headers, uncompressed. */
  readonly bytes: () => number
}

/** A user's open screen, with its socket. */
export interface Screen {
  /** Sends the ping that a page sends each minute. */
  ping(): Promise<void>
  /** Bytes received so far. */
  readonly bytes: () => number
  close(): void
}

/** A user who looks at a ticket, and their screen. */
export interface Side extends Person {
  readonly screen: Screen
}

/** Triage and assignment take a moment, and longer on a loaded machine. */
const ATTEMPTS = 600
const PAUSE_MS = 50

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

const sizeOf = (answer: Response, body: string): number =>
  // A header line adds a colon, a space and a line end of two characters.
  [...answer.headers].reduce((sum, [name, value]) => sum + name.length + value.length + 4, Buffer.byteLength(body))

export const newClient = (): Client => {
  let [requests, bytes] = [0, 0]
  return {
    requests: () => requests,
    bytes: () => bytes,
    call: async (person, name, { id = '', query = '', body } = {}) => {
      const [method, path] = paths[name]
      requests += 1
      const answer = await fetch(`${person.url}${path.replace('{id}', id)}${query}`, {
        method,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${person.token}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      bytes += sizeOf(answer, text)
      if (!answer.ok) throw new Error(`${name}: ${answer.status} ${text}`)
      return (text === '' ? undefined : JSON.parse(text)) as never
    },
  }
}

/** Polls until a ticket is assigned; these requests are not counted as part of the ticket's life. */
const untilAssigned = async (admin: Person, id: string): Promise<void> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const answer = await fetch(`${admin.url}/api/tickets/${id}`, {
      headers: { authorization: `Bearer ${admin.token}` },
    })
    if (((await answer.json()) as { readonly queue_state?: string }).queue_state === 'assigned') return
    await pause(PAUSE_MS)
  }
  throw new Error(`ticket ${id} is with nobody`)
}

/** @param client requests the ticket that opens the socket */
export const openScreen = async (client: Client, person: Person): Promise<Screen> => {
  const { ticket } = await client.call(person, 'openRealtime', { body: {} })
  const socket = new WebSocket(`${person.url.replace('http', 'ws')}/ws`, [SUBPROTOCOL, `${TICKET_PREFIX}${ticket}`])
  let bytes = 0
  const pongs: (() => void)[] = []
  socket.on('message', (message) => {
    const text = String(message)
    bytes += Buffer.byteLength(text)
    if ((JSON.parse(text) as ServerMessage).event === 'pong') pongs.shift()?.()
  })
  await once(socket, 'open')
  return {
    ping: () =>
      new Promise((heard) => {
        pongs.push(heard)
        socket.send(JSON.stringify({ action: 'ping' } satisfies ClientMessage))
      }),
    bytes: () => bytes,
    close: () => socket.terminate(),
  }
}

/** How long the customer and the agent each have a screen open for the ticket. */
const MINUTES_OPEN = 10
export const SCREEN_MINUTES = 2 * MINUTES_OPEN

/** What a customer and an agent do with one ticket on an ordinary day, in requests of the API. */
export const LIFE = `a suggestion while writing, the ticket, 4 comments, 2 changes of status, a decision on the triage, 10 pages of lists, 8 looks at the ticket, ${SCREEN_MINUTES} minutes of open screens`

/** One ticket from the suggestion to the answer. */
export const liveOnce = async (client: Client, customer: Side, staff: Side, number: number): Promise<void> => {
  const description = `Order ${number} was charged twice to my card, and the second charge is still there after a week.`
  await client.call(customer, 'classifyTicket', { body: { title: 'Charged twice', description } })
  const { id } = await client.call(customer, 'createTicket', {
    body: { title: `Charged twice ${number}`, description },
  })
  await untilAssigned(staff, id)

  const look = (person: Person) => client.call(person, 'getTicket', { id })
  const list = (person: Person, query: string) => client.call(person, 'listTickets', { query })
  const say = (person: Person, text: string) => client.call(person, 'addComment', { id, body: { body: text } })
  for (let times = 0; times < 4; times += 1) await list(staff, '?status=open&limit=20')
  await look(staff)
  await client.call(staff, 'decideTriage', { id, body: { decision: 'accept' } })
  await client.call(staff, 'patchTicketStatus', { id, body: { status: 'in_progress' } })
  await say(staff, 'Thank you for telling us. Which of the two charges is older?')
  await look(customer)
  await list(customer, '')
  await say(customer, 'The one of last Monday is the older one, the other came on Tuesday.')
  await look(customer)
  for (let times = 0; times < 3; times += 1) await list(staff, '?status=in_progress&limit=20')
  await look(staff)
  await say(staff, 'The charge of Tuesday is refunded; it takes three days until you see it.')
  await look(staff)
  await list(customer, '')
  await look(customer)
  await say(customer, 'Thank you, that was quick.')
  await look(staff)
  await client.call(staff, 'patchTicketStatus', { id, body: { status: 'resolved' } })
  await list(staff, '?status=open&limit=20')
  await look(customer)
  for (const { screen } of [customer, staff]) {
    for (let minute = 0; minute < MINUTES_OPEN; minute += 1) await screen.ping()
  }
}
