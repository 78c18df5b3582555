import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { WebSocket, WebSocketServer } from 'ws'
import { paths, type RouteName } from '../../functions/contracts/paths.ts'
import type { ServerMessage } from '../../functions/contracts/socket.ts'
import { SUBPROTOCOL, TICKET_PREFIX } from '../../functions/contracts/socket-protocol.ts'
import type { Comment, OpenedTicket } from '../../functions/contracts/ticket.ts'
import { startSystem } from '../local/host-process.ts'
import { cpuOf, memoryOf, processTree } from '../program/processes.ts'
import type { WholeSystem } from './pipeline.ts'

const SOCKETS = 1_000
/** Sockets that are being opened at once. */
const OPENING = 16
/** Comments, one after the other: the time of a single one would depend on chance. */
const COMMENTS = 5

export interface LiveFigures {
  readonly sockets: number
  readonly comments: number
  /** Seconds from the request until the last socket has the comment; for the slowest comment. */
  readonly seconds: number
  /** Seconds until half of the sockets, and 99 in 100, have it; over all comments. */
  readonly p50: number
  readonly p99: number
  /** CPU of the host and its emulators for one comment, in ms. */
  readonly cpuMs: number
  /** Seconds for the same message to the same number of sockets of a bare server. */
  readonly bareSeconds: number
  /** Memory of the host with its emulators and all sockets open, in MB. */
  readonly memory: number
}

/** Runs `work` `count` times, `atOnce` of them at a time. */
const times = async (count: number, atOnce: number, work: () => Promise<void>): Promise<void> => {
  let begun = 0
  const worker = async (): Promise<void> => {
    while (begun++ < count) await work()
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** The time by `performance.now()` at which a socket receives the next message that `isWanted` accepts. */
const hears = (socket: WebSocket, isWanted: (text: string) => boolean): Promise<number> =>
  new Promise((resolve) => {
    const listen = (bytes: Buffer): void => {
      if (!isWanted(bytes.toString())) return
      socket.off('message', listen)
      resolve(performance.now())
    }
    socket.on('message', listen)
  })

const eventIs = (event: ServerMessage['event']) => (text: string) => (JSON.parse(text) as ServerMessage).event === event

/** The value below which a share of sorted values lies; the greatest for 1. */
const at = (sorted: readonly number[], share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0

/** Sends the message to the same number of sockets as fast as `ws` alone can. */
const measureBare = async (message: string): Promise<number> => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
  const sockets: WebSocket[] = []
  await times(SOCKETS, OPENING, async () => {
    const socket = new WebSocket(url)
    await once(socket, 'open')
    sockets.push(socket)
  })
  const heard = Promise.all(sockets.map((socket) => hears(socket, () => true)))
  const began = performance.now()
  for (const socket of server.clients) socket.send(message)
  await heard
  const seconds = (performance.now() - began) / 1_000
  for (const socket of sockets) socket.terminate()
  server.close()
  return seconds
}

/** Measures comments on a ticket that 1,000 sockets look at. */
export const measureLive = async ({ folder, templateFile, report }: WholeSystem): Promise<LiveFigures> => {
  const system = await startSystem({ dataDir: join(folder, 'live'), templateFile, holdConsumers: false })
  const sockets: WebSocket[] = []
  try {
    const token = await system.signIn('customer01')
    const call = async <Answer>(name: RouteName, body: unknown, id = ''): Promise<Answer> => {
      const [method, path] = paths[name]
      const answer = await fetch(`${system.url}${path.replace('{id}', id)}`, {
        method,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      })
      if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as Answer
    }
    const { id } = await call<OpenedTicket>('createTicket', { title: 'Charged twice', description: 'Please help.' })
    await times(SOCKETS, OPENING, async () => {
      const { ticket } = await call<{ readonly ticket: string }>('openRealtime', {})
      const socket = new WebSocket(`${system.url.replace('http', 'ws')}/ws`, [SUBPROTOCOL, `${TICKET_PREFIX}${ticket}`])
      await once(socket, 'open')
      const joined = hears(socket, eventIs('joined'))
      socket.send(JSON.stringify({ action: 'join_ticket', ticket_id: id }))
      await joined
      sockets.push(socket)
    })
    await system.quiet()
    const cpu = (): number => processTree(system.pid).reduce((sum, pid) => sum + cpuOf(pid), 0)
    const before = cpu()
    const waits: number[] = []
    let comment: Comment | undefined
    for (let number = 1; number <= COMMENTS; number += 1) {
      const heard = sockets.map((socket) => hears(socket, eventIs('comment_added')))
      const began = performance.now()
      comment = await call<Comment>('addComment', { body: `Is there any news? ${number}` }, id)
      for (const at of await Promise.all(heard)) waits.push((at - began) / 1_000)
      await system.quiet()
    }
    const cpuMs = (cpu() - before) / COMMENTS
    const memory = memoryOf(processTree(system.pid))
    const bareSeconds = await measureBare(JSON.stringify({ event: 'comment_added', ticket_id: id, data: comment }))
    waits.sort((a, b) => a - b)
    const [p50, p99, seconds] = [at(waits, 0.5), at(waits, 0.99), at(waits, 1)]
    report(
      `live: ${seconds.toFixed(2)} s at ${SOCKETS} sockets (p50 ${p50.toFixed(2)}, p99 ${p99.toFixed(2)}), ` +
        `${cpuMs.toFixed(0)} ms of CPU, bare ${bareSeconds.toFixed(2)} s, ${memory.toFixed(0)} MB`,
    )
    return { sockets: SOCKETS, comments: COMMENTS, seconds, p50, p99, cpuMs, bareSeconds, memory }
  } finally {
    for (const socket of sockets) socket.terminate()
    await system.close()
  }
}
