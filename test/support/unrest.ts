import { setTimeout as wait } from 'node:timers/promises'
import type { Random } from '../../functions/domain/simulation/scenario.ts'
import type { HostProcess } from './host-process.ts'
import type { HiredAgent } from './staff.ts'

/** Pause between two actions of an agent. */
const AGENT_PAUSE_MS = 100
/** A host is ended up to this long after its random point in the run. */
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

/** Agents who come and go and resolve tickets, even while the host is away, until they are sent home. */
export const flap = (agents: readonly HiredAgent[], random: Random): { sendHome(): Promise<void> } => {
  let isOver = false
  const work = async (agent: HiredAgent): Promise<void> => {
    while (!isOver) {
      // The host may be away; the agent tries again at the next action.
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
  /** To be called at each step of the run, from 0. */
  reach(step: number): void
  /** Performs the remaining interruptions; resolves when the host is up again. */
  finish(): Promise<void>
}

/**
 * Ends and restarts a host at random points of a run, one after the other, however close together they are.
 *
 * @param steps the run's length; half of the points lie within it, the others after it
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
