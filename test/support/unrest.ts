import { setTimeout as wait } from 'node:timers/promises'
import type { Random } from '../../functions/domain/scenario.ts'
import type { HostProcess } from './host-process.ts'
import type { HiredAgent } from './staff.ts'

/** Between two things that an agent does. */
const AGENT_PAUSE_MS = 100
/** A host is ended up to so long after the point in the run that it was drawn for. */
const LATEST_MS = 300

const oneOf = <Value>(values: readonly [Value, ...Value[]], random: Random): Value =>
  values[Math.floor(random() * values.length)] ?? values[0]

/** Presences of a flapping agent: mostly there, or little would be done. */
const PRESENCES = ['online', 'online', 'online', 'offline', 'dnd'] as const

const act = async (agent: HiredAgent, random: Random): Promise<void> => {
  if (random() < 0.4) {
    await agent.call('changePresence', { body: { presence: oneOf(PRESENCES, random) } })
    return
  }
  const { status, body } = await agent.call('listTickets', { query: { status: 'open', limit: '20' } })
  const [first, ...others] = status === 200 ? body.items : []
  if (!first) return
  const { id } = oneOf([first, ...others], random)
  await agent.call('patchTicketStatus', { params: { id }, body: { status: 'resolved' } })
}

/** Agents who come and go and resolve tickets, whatever becomes of the host, until they are sent home. */
export const flap = (agents: readonly HiredAgent[], random: Random): { sendHome(): Promise<void> } => {
  let isOver = false
  const work = async (agent: HiredAgent): Promise<void> => {
    while (!isOver) {
      // Without a host there is no answer; the next one may have it.
      await act(agent, random).catch(() => undefined)
      await wait(AGENT_PAUSE_MS)
    }
  }
  const atWork = agents.map(work)
  return {
    sendHome: async () => {
      isOver = true
      await Promise.all(atWork)
    },
  }
}

export interface Interruptions {
  /** To be told of each step of the run, from 0. */
  reach(step: number): void
  /** Does those that are left, and resolves when the host is there again. */
  finish(): Promise<void>
}

/**
 * Ends and starts a host at random points of a run: one after the other, however close they lie.
 *
 * @param steps the run's length; half of the points lie in it, the others behind it
 */
export const interrupt = (
  host: HostProcess,
  signals: readonly ('SIGTERM' | 'SIGKILL')[],
  steps: number,
  random: Random,
): Interruptions => {
  const planned = signals.map((signal, place) => ({
    signal,
    point: place % 4 < 2 ? Math.floor(random() * steps) : Number.POSITIVE_INFINITY,
    delayMs: random() * LATEST_MS,
  }))
  let running: Promise<void> = Promise.resolve()
  const done = new Set<unknown>()
  const begin = (interruption: (typeof planned)[number]): void => {
    done.add(interruption)
    running = running.then(async () => {
      await wait(interruption.delayMs)
      await host.end(interruption.signal)
      await host.start()
    })
  }
  const beginUpTo = (step: number): void => {
    for (const each of planned) if (each.point <= step && !done.has(each)) begin(each)
  }
  return {
    reach: beginUpTo,
    finish: async () => {
      beginUpTo(Number.POSITIVE_INFINITY)
      await running
    },
  }
}
