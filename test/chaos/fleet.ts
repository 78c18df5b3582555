import type { Network, NetworkCaller } from './network.ts'
import type { Environment, Product } from './product.ts'
import { newRandom, type Random } from './random.ts'
import type { Timeline } from './timeline.ts'
import type { Trace } from './trace.ts'

/** How an invocation ended; `crashed` includes a time-out. */
export type Outcome =
  | { readonly kind: 'answered'; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'crashed' }

export interface Invocation {
  /** The file of the function, such as `functions/events/assign-ticket.ts`. */
  readonly path: string
  readonly event: unknown
  /** Time-out in seconds. */
  readonly patienceSeconds: number
  /** True if faults must not strike it. */
  readonly isSpared?: boolean
  readonly ended: (outcome: Outcome) => void
}

/** Lambda: runs each function in environments of its own, which serve one invocation at a time and may die. */
export interface Fleet {
  readonly invoke: (invocation: Invocation) => void
  /** Shifts the clocks of all environments. */
  readonly jumpClocks: (milliseconds: number) => void
  /** Ends an environment that is idle: the next one starts cold. */
  readonly recycle: () => void
  readonly measured: (metric: string) => readonly number[]
}

export interface FleetOptions {
  readonly product: Product
  readonly timeline: Timeline
  readonly random: Random
  readonly network: () => Network
  /** The environment variables of a file's function. */
  readonly settingsOf: (path: string) => Readonly<Record<string, string>>
  readonly trace: Trace
  /** The database's count of changes. */
  readonly moment: () => number
}

/** The most environments of one function; further concurrent invocations wait. */
const MOST_INSTANCES = 3
/** The usual difference between two environments' clocks, in milliseconds. */
const USUAL_SKEW = 40

/** Characters of an outcome that the trace keeps. */
const SAID = 600

interface Instance {
  readonly path: string
  readonly number: number
  readonly environment: Environment
  isAlive: boolean
  running: { readonly invocation: Invocation; readonly since: number; readonly stopClock: () => void } | undefined
}

/** An outcome as text, for the trace. */
const saidBy = (outcome: Outcome): string => {
  if (outcome.kind === 'crashed') return ''
  const text = outcome.kind === 'failed' ? String(outcome.error) : (JSON.stringify(outcome.answer) ?? '')
  return text.slice(0, SAID)
}

export const newFleet = (options: FleetOptions): Fleet => {
  const { product, timeline, random, network, settingsOf, trace, moment } = options
  const instances: Instance[] = []
  const waiting = new Map<string, Invocation[]>()
  const metrics = new Map<string, number[]>()
  let started = 0
  let jump = 0

  const end = (instance: Instance, outcome: Outcome): void => {
    const { running } = instance
    if (!running) return
    instance.running = undefined
    running.stopClock()
    trace(`${running.invocation.path} ${outcome.kind}`, () => saidBy(outcome))
    running.invocation.ended(outcome)
    startNext(instance.path)
  }

  const die = (instance: Instance): void => {
    instance.isAlive = false
    const place = instances.indexOf(instance)
    if (place >= 0) instances.splice(place, 1)
    end(instance, { kind: 'crashed' })
  }

  const newInstance = (path: string): Instance => {
    started += 1
    const chance = newRandom(random.below(2 ** 31)).next
    const skew = (random.next() - 0.5) * USUAL_SKEW
    const caller: NetworkCaller = {
      path,
      isAlive: () => instance.isAlive,
      since: () => instance.running?.since ?? 0,
      isSpared: () => instance.running?.invocation.isSpared === true,
      die: () => die(instance),
    }
    const environment = product.newEnvironment({
      now: () => Math.floor(timeline.now() + skew + jump),
      chance,
      later: (milliseconds, callback) => {
        timeline.after(milliseconds, () => {
          if (instance.isAlive) callback()
        })
      },
      call: (...call) => network().call(caller, ...call),
      measure: (metric, value) => {
        const values = metrics.get(metric)
        if (values) values.push(value)
        else metrics.set(metric, [value])
      },
      settings: settingsOf(path),
    })
    const instance: Instance = { path, number: started, environment, isAlive: true, running: undefined }
    instances.push(instance)
    return instance
  }

  const start = (instance: Instance, invocation: Invocation): void => {
    const stopClock = timeline.after(invocation.patienceSeconds * 1_000, () => die(instance))
    instance.running = { invocation, since: moment(), stopClock }
    trace(`${invocation.path} on ${instance.number}`)
    const context = { awsRequestId: `request-${timeline.moments()}`, functionName: invocation.path }
    const handler = instance.environment.handler(invocation.path)
    handler(invocation.event, context).then(
      (answer) => instance.isAlive && end(instance, { kind: 'answered', answer }),
      (error: unknown) => instance.isAlive && end(instance, { kind: 'failed', error }),
    )
  }

  const freeInstance = (path: string): Instance | undefined => {
    const own = instances.filter((instance) => instance.path === path)
    const idle = random.oneOf(own.filter(({ running }) => running === undefined))
    return idle ?? (own.length < MOST_INSTANCES ? newInstance(path) : undefined)
  }

  const startNext = (path: string): void => {
    const queue = waiting.get(path) ?? []
    const instance = queue.length > 0 ? freeInstance(path) : undefined
    const invocation = instance && queue.shift()
    if (invocation) start(instance, invocation)
  }

  return {
    invoke: (invocation) => {
      const queue = waiting.get(invocation.path) ?? []
      waiting.set(invocation.path, queue)
      queue.push(invocation)
      startNext(invocation.path)
    },
    jumpClocks: (milliseconds) => {
      jump = milliseconds
    },
    recycle: () => {
      const idle = random.oneOf(instances.filter(({ running }) => running === undefined))
      if (idle) die(idle)
    },
    measured: (metric) => metrics.get(metric) ?? [],
  }
}
