import { connect } from 'node:net'

export interface Load {
  readonly port: number
  readonly connections: number
  /** The next request, as it goes over the wire; called by each connection in turn. */
  readonly request: () => string
  /** Requests made first and not counted, for at most this many seconds. */
  readonly warmUp: { readonly requests: number; readonly seconds: number }
  /** How long answers are counted; longer while there are too few. */
  readonly seconds: number
  /** Called when counting begins. */
  readonly onCounting?: () => Promise<void>
  /** Called when counting is over, while the last requests are still to be answered. */
  readonly onCounted?: () => Promise<void>
}

/** What was counted of one load. */
export interface LoadRun {
  /** How long each answer took, in milliseconds. */
  readonly times: readonly number[]
  readonly seconds: number
}

export interface LoadFigures {
  readonly requests: number
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
}

const HEAD_END = '\r\n\r\n'
const LENGTH = /content-length: *(\d+)/i

/** Length in bytes of the first answer received; undefined while it is incomplete. @throws Error for a failure */
const answerLength = (received: Buffer): number | undefined => {
  const headEnd = received.indexOf(HEAD_END)
  if (headEnd < 0) return undefined
  const head = received.toString('latin1', 0, headEnd)
  if (!/^HTTP\/1\.1 2/.test(head)) throw new Error(`the server answered: ${received.toString('utf8').slice(0, 500)}`)
  const total = headEnd + HEAD_END.length + Number(LENGTH.exec(head)?.[1] ?? 0)
  return received.length < total ? undefined : total
}

/** Sends one request and waits for its answer. @throws Error unless it succeeds */
export const ask = (port: number, request: string): Promise<void> =>
  new Promise((resolve, reject) => {
    let received = Buffer.alloc(0)
    const socket = connect({ port, host: '127.0.0.1' })
    socket.on('connect', () => socket.write(request)).on('error', reject)
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      try {
        if (answerLength(received) === undefined) return
        resolve()
      } catch (error) {
        reject(error)
      }
      socket.destroy()
    })
  })

/** Fewer answers than this make no figure: counting goes on until there are more. */
const FEWEST = 20

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

/** The figures of one load, or of several together. */
export const figuresOf = (runs: readonly LoadRun[]): LoadFigures => {
  const sorted = runs.flatMap(({ times }) => times).toSorted((one, other) => one - other)
  return {
    requests: sorted.length,
    perSecond: sorted.length / runs.reduce((sum, { seconds }) => sum + seconds, 0),
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
  }
}

/**
 * Sends requests over several connections at once, one after the other on each, and times the answers.
 *
 * It speaks HTTP by hand, since it runs on the same cores as what it measures: a client of the standard library would
 * cost as much as the server.
 *
 * @throws Error for the first answer that is not a success
 */
export const runLoad = async (load: Load): Promise<LoadRun> => {
  const times: number[] = []
  const warm = Promise.withResolvers<void>()
  const enough = Promise.withResolvers<void>()
  let answered = 0
  let isCounting = false
  let isOver = false

  const client = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port: load.port, host: '127.0.0.1', noDelay: true })
      let received: Buffer = Buffer.alloc(0)
      let asked = 0
      const ask = (): void => {
        asked = performance.now()
        socket.write(load.request())
      }
      socket.on('connect', ask).on('error', reject)
      socket.on('data', (chunk: Buffer) => {
        received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
        try {
          if (answerLength(received) === undefined) return
        } catch (error) {
          socket.destroy()
          return reject(error)
        }
        received = Buffer.alloc(0)
        answered += 1
        if (answered >= load.warmUp.requests) warm.resolve()
        if (isCounting) times.push(performance.now() - asked)
        if (times.length >= FEWEST) enough.resolve()
        if (!isOver) return ask()
        socket.destroy()
        resolve()
      })
    })

  const clients = Promise.all(Array.from({ length: load.connections }, client))
  const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000))
  const schedule = async (): Promise<number> => {
    await Promise.race([warm.promise, pause(load.warmUp.seconds)])
    await load.onCounting?.()
    isCounting = true
    const began = performance.now()
    await Promise.all([enough.promise, pause(load.seconds)])
    isCounting = false
    const seconds = (performance.now() - began) / 1_000
    await load.onCounted?.()
    isOver = true
    return seconds
  }
  const [seconds] = await Promise.all([schedule(), clients])
  return { times, seconds }
}

export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** The request as it goes over the wire. */
export const onTheWire = ({ method, path, headers, body }: WireRequest): string => {
  const text = body === undefined ? '' : JSON.stringify(body)
  const all = {
    host: '127.0.0.1',
    ...headers,
    ...(body !== undefined && {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
    }),
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${text}`
}
