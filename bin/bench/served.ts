import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ServerOrder } from './server.ts'

const PROGRAM = fileURLToPath(new URL('./server.ts', import.meta.url))

/** A server process of the bench. */
export interface Served {
  readonly port: number
  /** CPU used so far, in microseconds. */
  cpu(): Promise<number>
  close(): Promise<void>
}

/** @param environment of the function, or of the bare server that makes its calls */
export const startServed = async (
  order: ServerOrder,
  environment: Readonly<Record<string, string>>,
): Promise<Served> => {
  const child = fork(PROGRAM, {
    env: { ...process.env, ...environment },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  const answered = async (message: unknown): Promise<number> => {
    const next = Promise.race([
      once(child, 'message'),
      ended.then(() => Promise.reject(new Error('a server of the bench ended'))),
    ])
    child.send(message as never)
    const [value] = await next
    return Number(value)
  }
  const port = await answered(order)
  return {
    port,
    cpu: () => answered('cpu'),
    close: async () => {
      child.kill()
      await ended
    },
  }
}
