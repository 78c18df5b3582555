import { Agent, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { NewTicket } from '../../functions/contracts/ticket.ts'
import type { HostProcess } from './host-process.ts'

/** Pause before a request is repeated with the same key. */
const RETRY_MS = 100
/** An answer that takes longer than this counts as missing. */
const PATIENCE_MS = 30_000
/** A host that has not accepted a ticket for this long is taken to be gone. */
const GIVE_UP_MS = 180_000

const CATEGORIES = ['billing', 'technical', 'account', 'general'] as const
const PRIORITIES = ['low', 'medium', 'high', 'critical'] as const
const TROUBLES = [
  'My card was charged twice for the same invoice.',
  'The app crashes as soon as I open the settings.',
  'I cannot log in since I changed my password.',
  'When are you open on public holidays?',
  'The parcel was left with a neighbour who has moved away.',
  'The export of last month is missing two columns.',
] as const

const ofMany = <Value>(values: readonly [Value, ...Value[]], place: number): Value =>
  values[place % values.length] ?? values[0]

/** The nth ticket of a load: with a unique title and common words, spread over all departments. */
export const ticketOfLoad = (place: number): NewTicket => ({
  title: `Request ${place}`,
  description: `${ofMany(TROUBLES, Math.floor(place / 7))} This is my message${place}.`,
  category: ofMany(CATEGORIES, place),
  priority: ofMany(PRIORITIES, Math.floor(place / CATEGORIES.length)),
  requester: { name: 'Greta Guest', email: `guest${place % 1_000}@example.org` },
})

export interface Submission {
  /** Ids that were answered with 201. */
  readonly accepted: ReadonlySet<string>
  readonly seconds: number
  /** How often a request was repeated, because no answer came or it was not final. */
  readonly retries: number
}

export interface SubmissionOptions {
  readonly count: number
  readonly connections: number
  /** Tickets a second; without it, each connection sends the next one as soon as it is answered. */
  readonly rate?: number | undefined
  /** Prefix of this run's idempotency keys: repeating a run creates no new tickets. */
  readonly run: string
  readonly ticket: (place: number) => NewTicket
  /** Called before each ticket is sent for the first time. */
  readonly before?: (place: number) => void
}

/**
 * Submits tickets over kept-alive connections, each until it is answered with 201: the idempotency key makes repetitions
 * harmless. The host may go away and come back meanwhile. Only the ids are kept.
 *
 * @throws Error if a ticket is refused, or not accepted within minutes
 */
export const submitTickets = async (host: HostProcess, options: SubmissionOptions): Promise<Submission> => {
  const { count, connections, rate = Number.POSITIVE_INFINITY, run, ticket, before } = options
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const accepted = new Set<string>()
  const started = performance.now()
  let next = 0
  let retries = 0

  const post = (body: string, key: string): Promise<{ readonly status: number; readonly text: string }> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': key }
      const sent = request(
        `${host.url}/api/tickets`,
        {
          method: 'POST',
          agent,
          headers: { ...headers, 'content-length': Buffer.byteLength(body) },
          timeout: PATIENCE_MS,
        },
        (answer) => {
          let text = ''
          answer.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk
          })
          answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }))
          answer.once('error', reject)
        },
      )
      sent.once('timeout', () => sent.destroy(new Error('no answer in time')))
      sent.once('error', reject)
      sent.end(body)
    })

  const submit = async (place: number): Promise<void> => {
    const body = JSON.stringify(ticket(place))
    const until = Date.now() + GIVE_UP_MS
    while (Date.now() < until) {
      const answer = await post(body, `${run}-${place}`).catch(() => undefined)
      if (answer?.status === 201) return void accepted.add((JSON.parse(answer.text) as { id: string }).id)
      if (answer && answer.status < 500) throw new Error(`ticket ${place} was refused: ${answer.status} ${answer.text}`)
      retries += 1
      await wait(RETRY_MS)
    }
    throw new Error(`ticket ${place} was not taken`)
  }
  const connection = async (): Promise<void> => {
    for (let place = next++; place < count; place = next++) {
      await wait(Math.max(0, started + (place / rate) * 1_000 - performance.now()))
      before?.(place)
      await submit(place)
    }
  }
  await Promise.all(Array.from({ length: connections }, connection))
  agent.destroy()
  return { accepted, seconds: (performance.now() - started) / 1_000, retries }
}
