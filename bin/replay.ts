import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Session } from '../functions/contracts/people.ts'
import type { OpenedTicket, Ticket } from '../functions/contracts/ticket.ts'

/** A text of the file: one JSON object a line. */
interface Message {
  readonly text: string
  readonly title?: string
}

interface Submission {
  readonly id: string
  readonly token: string
  readonly milliseconds: number
  /** Number of requests that it took: more than one after a refusal that asked to come again. */
  readonly attempts: number
}

const DEMO_CUSTOMERS = 20
const DEMO_PASSWORD = 'plimsoll-demo'
/** Tickets are asked after until they have left triage, for this long. */
const PATIENCE_MS = 120_000
const ATTEMPTS = 20

const usage = 'usage: npm run replay -- <file.jsonl> [--count N] [--clients N] [--url http://127.0.0.1:4000]'

const readMessages = (file: string, count: number): readonly Message[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, count)
    .map((line) => JSON.parse(line) as Message)

const titleOf = ({ text, title }: Message): string => (title ?? text.split(/(?<=[.!?])\s/)[0] ?? text).slice(0, 200)

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

const signIn = async (url: string, number: number): Promise<string> => {
  const email = `customer${String((number % DEMO_CUSTOMERS) + 1).padStart(2, '0')}@demo.example`
  const answer = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: DEMO_PASSWORD }),
  })
  if (!answer.ok) throw new Error(`${email} cannot sign in: ${answer.status} ${await answer.text()}`)
  return ((await answer.json()) as Session).access_token
}

/** Submits once, however often it takes: the idempotency key makes repetitions harmless. */
const submit = async (url: string, token: string, message: Message, key: string): Promise<Submission> => {
  const started = performance.now()
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const answer = await fetch(`${url}/api/tickets`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': key },
      body: JSON.stringify({ title: titleOf(message), description: message.text }),
    })
    if (answer.status === 201) {
      const { id } = (await answer.json()) as OpenedTicket
      return { id, token, milliseconds: performance.now() - started, attempts: attempt }
    }
    if (answer.status < 500 && answer.status !== 429) {
      throw new Error(`a ticket was refused: ${answer.status} ${await answer.text()}`)
    }
    await pause(200 * attempt)
  }
  throw new Error(`a ticket was not taken in ${ATTEMPTS} attempts`)
}

/** A submitted ticket once it has left triage; undefined if it cannot be found. */
const settled = async (url: string, { id, token }: Submission, until: number): Promise<Ticket | undefined> => {
  for (;;) {
    const answer = await fetch(`${url}/api/tickets/${id}`, { headers: { authorization: `Bearer ${token}` } })
    if (answer.status === 404) return undefined
    const ticket = answer.ok ? ((await answer.json()) as Ticket) : undefined
    if (ticket && (ticket.queue_state !== 'triaging' || Date.now() > until)) return ticket
    if (Date.now() > until) throw new Error(`ticket ${id} cannot be read: ${answer.status}`)
    await pause(100)
  }
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

const milliseconds = (value: number): string => `${value.toFixed(0)} ms`

const replay = async (file: string, count: number, clients: number, url: string): Promise<boolean> => {
  const messages = readMessages(file, count)
  const tokens = await Promise.all(Array.from({ length: clients }, (_client, number) => signIn(url, number)))
  const run = Date.now().toString(36)
  const started = performance.now()

  let next = 0
  const submissions: Submission[] = []
  const client = async (token: string): Promise<void> => {
    for (let place = next++; place < messages.length; place = next++) {
      const message = messages[place]
      if (message) submissions.push(await submit(url, token, message, `replay-${run}-${place}`))
    }
  }
  await Promise.all(tokens.map(client))
  const submitted = performance.now() - started

  const until = Date.now() + PATIENCE_MS
  const tickets: (Ticket | undefined)[] = []
  for (const submission of submissions) tickets.push(await settled(url, submission, until))
  const took = performance.now() - started

  const found = tickets.filter((ticket) => ticket !== undefined)
  const inState = (state: Ticket['queue_state']) => found.filter(({ queue_state }) => queue_state === state).length
  const distinct = new Set(found.map(({ id }) => id)).size
  const lost = messages.length - distinct
  const times = submissions.map((submission) => submission.milliseconds).toSorted((a, b) => a - b)

  console.log(
    `accepted   ${submissions.length} of ${messages.length} by ${clients} clients in ${(submitted / 1_000).toFixed(1)} s`,
  )
  console.log(`triaged    ${found.length - inState('triaging')} after ${(took / 1_000).toFixed(1)} s`)
  console.log(`assigned   ${inState('assigned')}`)
  console.log(`waiting    ${inState('waiting')}`)
  console.log(`done       ${inState('done')}`)
  console.log(`lost       ${lost}`)
  console.log(
    `latency    p50 ${milliseconds(percentile(times, 0.5))}, p95 ${milliseconds(percentile(times, 0.95))}, p99 ${milliseconds(percentile(times, 0.99))}`,
  )
  return lost === 0 && inState('triaging') === 0
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '500' },
    clients: { type: 'string', default: '8' },
    url: { type: 'string', default: 'http://127.0.0.1:4000' },
  },
})
const [file] = positionals
if (file === undefined) {
  console.error(usage)
  process.exitCode = 1
} else {
  const complete = await replay(file, Number(values.count), Number(values.clients), values.url)
  process.exitCode = complete ? 0 : 1
}
