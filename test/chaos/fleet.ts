import type { Faults } from './faults.ts'
import type { Network, NetworkCaller } from './network.ts'
import type { Environment, Product } from './product.ts'
import { newRandom, type Random } from './random.ts'
import type { Timeline } from './timeline.ts'
import type { Trace } from './trace.ts'

/** How an invocation ended; `crashed` also when it took longer than its function may. */
export type Outcome =
  | { readonly kind: 'answered'; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'crashed' }

export interface Invocation {
  /** The file of the function, such as `functions/events/assign-ticket.ts`. */
  readonly path: string
  readonly event: unknown
  /** Seconds that it may take. */
  readonly patience: number
  /** True if faults leave it alone. */
  readonly isSpared?: boolean
  readonly ended: (outcome: Outcome) => void
}

/** Lambda: runs functions in execution environments, each of which serves one invocation at a time and may die. */
export interface Fleet {
  readonly invoke: (invocation: Invocation) => void
  /** Sets the clocks of all environments off by so much. */
  readonly jumpClocks: (milliseconds: number) => void
  /** Ends an environment that is idle: the next one starts cold. */
  readonly recycle: () => void
  readonly measured: (metric: string) => readonly number[]
}

export interface FleetOptions {
  readonly product: Product
  readonly timeline: Timeline
  readonly random: Random
  readonly faults: Faults
  readonly network: () => Network
  readonly settings: Readonly<Record<string, string>>
  readonly trace: Trace
  /** The database's count of changes. */
  readonly moment: () => number
}

/** More invocations at once wait for their turn. */
const MOST_INSTANCES = 5
/** How far apart two environments' clocks are usually, in milliseconds. */
const USUAL_SKEW = 40

/** Characters of an outcome that the trace keeps. */
const SAID = 600

interface Instance {
  readonly number: number
  readonly environment: Environment
  isAlive: boolean
  running: { readonly invocation: Invocation; readonly since: number; readonly stopClock: () => void } | undefined
}

/** What an outcome says, for a reader of the trace. */
const saidBy = (outcome: Outcome): string => {
  if (outcome.kind === 'crashed') return ''
  const text = outcome.kind === 'failed' ? String(outcome.error) : (JSON.stringify(outcome.answer) ?? '')
  return text.slice(0, SAID)
}

export const newFleet = (options: FleetOptions): Fleet => {
  const { product, timeline, random, faults, network, settings, trace, moment } = options
  const instances: Instance[] = []
  const waiting: Invocation[] = []
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
    startWaiting()
  }

  const die = (instance: Instance): void => {
    instance.isAlive = false
    const place = instances.indexOf(instance)
    if (place >= 0) instances.splice(place, 1)
    end(instance, { kind: 'crashed' })
  }

  const newInstance = (): Instance => {
    started += 1
    const chance = newRandom(random.below(2 ** 31)).next
    const skew = (random.next() - 0.5) * USUAL_SKEW
    const caller: NetworkCaller = {
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
      measure: (metric, value) => metrics.set(metric, [...(metrics.get(metric) ?? []), value]),
      settings,
    })
    const instance: Instance = { number: started, environment, isAlive: true, running: undefined }
    instances.push(instance)
    return instance
  }

  const start = (instance: Instance, invocation: Invocation): void => {
    const stopClock = timeline.after(invocation.patience * 1_000, () => die(instance))
    instance.running = { invocation, since: moment(), stopClock }
    trace(`${invocation.path} on ${instance.number}`)
    const context = { awsRequestId: `request-${timeline.moments()}`, functionName: invocation.path }
    const handler = instance.environment.handler(invocation.path)
    handler(invocation.event, context).then(
      (answer) => instance.isAlive && end(instance, { kind: 'answered', answer }),
      (error: unknown) => instance.isAlive && end(instance, { kind: 'failed', error }),
    )
  }

  const freeInstance = (): Instance | undefined => {
    const idle = instances.filter(({ running }) => running === undefined)
    if (idle.length === 0 || (instances.length < 3 && !faults.isOver())) {
      return instances.length < MOST_INSTANCES ? newInstance() : random.oneOf(idle)
    }
    return random.oneOf(idle)
  }

  const startWaiting = (): void => {
    while (waiting.length > 0) {
      const instance = freeInstance()
      const invocation = instance && waiting.shift()
      if (!instance || !invocation) return
      start(instance, invocation)
    }
  }

  return {
    invoke: (invocation) => {
      waiting.push(invocation)
      startWaiting()
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
