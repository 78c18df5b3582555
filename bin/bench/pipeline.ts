import { join } from 'node:path'
import { paths } from '../../functions/contracts/paths.ts'
import { startSystem } from '../local/host-process.ts'
import { memoryOf, processTree } from '../program/processes.ts'

/** Tickets sent first and not counted, while the functions' workers start and compile. */
const WARM_UP = 100
const TICKETS = 400
const CLIENTS = 8
const CUSTOMERS = 4

export interface WholeSystem {
  /** For data that are deleted with the bench. */
  readonly folder: string
  readonly templateFile: string
  readonly report: (line: string) => void
}

export interface PipelineFigures {
  readonly tickets: number
  /** Tickets a second that are taken in, triaged, indexed, counted, mailed and assigned or queued. */
  readonly perSecond: number
  /** Memory of the host with its emulators afterwards, in MB. */
  readonly memory: number
}

/** Sends tickets to a running system with demo data and waits until it is idle. */
export const measurePipeline = async ({ folder, templateFile, report }: WholeSystem): Promise<PipelineFigures> => {
  const system = await startSystem({ dataDir: join(folder, 'pipeline'), templateFile, holdConsumers: false })
  try {
    const tokens = await Promise.all(
      Array.from({ length: CUSTOMERS }, (_, number) => system.signIn(`customer0${number + 1}`)),
    )
    const [method, path] = paths.createTicket
    const create = async (token: string, number: number): Promise<void> => {
      const body = { title: `Charged twice ${number}`, description: 'My card was charged twice for one order.' }
      const answer = await fetch(`${system.url}${path}`, {
        method,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      })
      if (answer.status !== 201) throw new Error(`a ticket was refused: ${answer.status} ${await answer.text()}`)
      await answer.arrayBuffer()
    }
    /** Sends `count` tickets and waits until the system is idle. @returns how long that took, in seconds */
    const send = async (count: number): Promise<number> => {
      let sent = 0
      const client = async (token: string): Promise<void> => {
        for (let number = sent++; number < count; number = sent++) await create(token, number)
      }
      const began = performance.now()
      await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(tokens[number % CUSTOMERS] ?? '')))
      await system.quiet()
      return (performance.now() - began) / 1_000
    }
    await system.quiet()
    await send(WARM_UP)
    const perSecond = TICKETS / (await send(TICKETS))
    const memory = memoryOf(processTree(system.pid))
    report(`pipeline: ${perSecond.toFixed(0)} tickets/s, ${memory.toFixed(0)} MB`)
    return { tickets: TICKETS, perSecond, memory }
  } finally {
    await system.close()
  }
}
