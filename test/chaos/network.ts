import { conflicted, throttled as databaseThrottled } from './database/errors.ts'
import { type Faults, RATES } from './faults.ts'
import type { Random } from './random.ts'
import type { Timeline } from './timeline.ts'
import type { Trace } from './trace.ts'

/** A service of AWS: executes a call synchronously, or throws an error of the SDK. */
export type Service = (operation: string, input: object, caller: NetworkCaller) => object

/** An execution environment as the network sees it. */
export interface NetworkCaller {
  /** The file of its function. */
  readonly path: string
  readonly isAlive: () => boolean
  /** The database's count of changes when the current invocation began. */
  readonly since: () => number
  /** Whether faults must not strike its calls: in the last attempts before a message would be given up. */
  readonly isSpared: () => boolean
  readonly die: () => void
}

export interface Network {
  readonly call: (
    caller: NetworkCaller,
    service: string,
    operation: string,
    input: object,
    attempts: number,
  ) => Promise<object>
}

export interface NetworkOptions {
  readonly timeline: Timeline
  readonly random: Random
  readonly faults: Faults
  readonly services: Readonly<Record<string, Service>>
  /** @throws Error if a function's role does not allow its call */
  readonly admit: (path: string, service: string, operation: string, input: object) => void
  /** A service's throttling error. */
  readonly throttled: (service: string) => Error
  /** Records each call, in order. */
  readonly trace: Trace
}

const USUAL_MS = 6
const SLOW_MS = 1_500
const BACKOFF_MS = 50
/** Characters of a call that the trace keeps. */
const SAID = 1_000

const READS = /^(Get|BatchGet|Query|Scan|GetSecretValue|AdminListGroupsForUser|AdminGetUser)$/

const answerLost = (): Error => Object.assign(new Error('no answer came'), { name: 'TimeoutError' })

const throttledCall = (service: string, operation: string, input: object, other: (service: string) => Error): Error => {
  if (service !== 'DynamoDB') return other(service)
  const { TransactItems } = input as { readonly TransactItems?: readonly unknown[] }
  return operation === 'TransactWrite' && TransactItems ? conflicted(TransactItems.length, 0) : databaseThrottled()
}

/** What happens to one call over all its attempts. */
interface Fate {
  readonly isThrottled: boolean
  readonly isAnswerLost: boolean
  readonly isConflict: boolean
  readonly lasts: boolean
}

const SPARED: Fate = { isThrottled: false, isAnswerLost: false, isConflict: false, lasts: false }

/** The way from the product's clients to the services: slow and unreliable, and where environments die. */
export const newNetwork = (options: NetworkOptions): Network => {
  const { timeline, random, faults, services, admit, throttled, trace } = options
  let tokens = 0

  const fateOf = (operation: string): Fate => ({
    isThrottled: faults.strikes('throttled'),
    isAnswerLost: faults.strikes('answerLost'),
    isConflict: operation === 'TransactWrite' && faults.strikes('conflict'),
    lasts: random.happens(RATES.lasting),
  })

  /** As the SDK does: a repeated transaction carries its first token, and so takes effect once. */
  const withToken = (operation: string, input: object): object => {
    if (operation !== 'TransactWrite') return input
    tokens += 1
    return { ClientRequestToken: `token-${tokens}`, ...input }
  }

  const latency = (): number => 1 + random.around(faults.strikes('slow') ? SLOW_MS : USUAL_MS)

  const call: Network['call'] = (caller, service, operation, given, attempts) =>
    new Promise((resolve, reject) => {
      const input = withToken(operation, given)
      const fate = caller.isSpared() || faults.isOver() ? SPARED : fateOf(operation)
      const isWrite = !READS.test(operation)
      const said = (): string => JSON.stringify(input).slice(0, SAID)
      const dies = (): boolean => {
        if (!isWrite || caller.isSpared() || !faults.strikes('crash')) return false
        trace(`${service} ${operation} crash`, said)
        caller.die()
        return true
      }
      const attempt = (number: number): void => {
        const fail = (error: Error): void => {
          trace(`${service} ${operation} ${error.name}`, said)
          if (number >= attempts) reject(error)
          else timeline.after(random.next() * BACKOFF_MS * 2 ** number, () => attempt(number + 1))
        }
        timeline.after(latency(), () => {
          const strikes = number === 1 || fate.lasts
          if (!caller.isAlive() || dies()) return
          if (strikes && fate.isThrottled) return fail(throttledCall(service, operation, input, throttled))
          if (strikes && fate.isConflict) return reject(throttledCall(service, operation, input, throttled))
          let answer: object
          try {
            const run = services[service]
            if (!run) throw new Error(`there is no service ${service}`)
            admit(caller.path, service, operation, input)
            answer = run(operation, input, caller)
          } catch (error) {
            trace(`${service} ${operation} ${(error as Error).name}`, said)
            return reject(error)
          }
          if (dies()) return
          if (strikes && fate.isAnswerLost) return fail(answerLost())
          trace(`${service} ${operation}`, said)
          resolve(answer)
        })
      }
      attempt(1)
    })

  return { call }
}
