/**
 * Submits the texts of a file, one JSON object a line, as tickets of the demo's customers, and times it:
 * `npm run replay -- <file.jsonl> [--count N] [--clients N] [--url http://127.0.0.1:4000]`.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { Session } from '../functions/contracts/people.ts'
import type { OpenedTicket, Ticket } from '../functions/contracts/ticket.ts'
import { DEMO_PASSWORD } from './demo/password.ts'
import { readFlags, runMain } from './program/run-main.ts'

/** A text of the file: one JSON object a line. */
interface Message {
  readonly text: string
  readonly title?: string
}

interface Submission {
  readonly id: string
  readonly token: string
  readonly milliseconds: number
  /** Number of requests; more than one if the service asked to retry. */
  readonly attempts: number
}

const DEMO_CUSTOMERS = 20
/** How long tickets are polled until they have left triage. */
const PATIENCE_MS = 120_000
const ATTEMPTS = 20

const USAGE = 'usage: npm run replay -- <file.jsonl> [--count N] [--clients N] [--url http://127.0.0.1:4000]'

const readMessages = (file: string, count: number): readonly Message[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, count)
    .map((line) => JSON.parse(line) as Message)

const titleOf = ({ text, title }: Message): string => (title ?? text.split(/(?<=[.!?])\s/)[0] ?? text).slice(0, 200)

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

/** Submits one ticket, with retries: the idempotency key makes repetitions harmless. */
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
    await wait(200 * attempt)
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
    await wait(100)
  }
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

/** Submits the messages with several clients at once, each message under a key of its own. */
const submitAll = async (
  messages: readonly Message[],
  tokens: readonly string[],
  url: string,
): Promise<readonly Submission[]> => {
  const run = Date.now().toString(36)
  const submissions: Submission[] = []
  let next = 0
  const client = async (token: string): Promise<void> => {
    for (let place = next++; place < messages.length; place = next++) {
      const message = messages[place]
      if (message) submissions.push(await submit(url, token, message, `replay-${run}-${place}`))
    }
  }
  await Promise.all(tokens.map(client))
  return submissions
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(1)} s`

/** @returns whether every message became a ticket that has left triage */
const replay = async (file: string, count: number, clients: number, url: string): Promise<boolean> => {
  const messages = readMessages(file, count)
  const tokens = await Promise.all(Array.from({ length: clients }, (_client, number) => signIn(url, number)))
  const started = performance.now()
  const submissions = await submitAll(messages, tokens, url)
  const submitted = performance.now() - started

  const until = Date.now() + PATIENCE_MS
  const found: Ticket[] = []
  for (const submission of submissions) {
    const ticket = await settled(url, submission, until)
    if (ticket) found.push(ticket)
  }
  const took = performance.now() - started

  const inState = (state: Ticket['queue_state']) => found.filter(({ queue_state }) => queue_state === state).length
  const lost = messages.length - new Set(found.map(({ id }) => id)).size
  const times = submissions.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b)
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => `${percentile(times, share).toFixed(0)} ms`)

  console.log(`accepted   ${submissions.length} of ${messages.length} by ${clients} clients in ${seconds(submitted)}`)
  console.log(`triaged    ${found.length - inState('triaging')} after ${seconds(took)}`)
  for (const state of ['assigned', 'waiting', 'done'] as const) console.log(`${state.padEnd(11)}${inState(state)}`)
  console.log(`lost       ${lost}`)
  console.log(`latency    p50 ${p50}, p95 ${p95}, p99 ${p99}`)
  return lost === 0 && inState('triaging') === 0
}

await runMain(async () => {
  const { values, positionals } = readFlags({
    allowPositionals: true,
    options: {
      count: { type: 'string', default: '500' },
      clients: { type: 'string', default: '8' },
      url: { type: 'string', default: 'http://127.0.0.1:4000' },
    },
  })
  const [file] = positionals
  if (file === undefined) throw new Error(USAGE)
  const isComplete = await replay(file, Number(values.count), Number(values.clients), values.url)
  process.exitCode = isComplete ? 0 : 1
})
