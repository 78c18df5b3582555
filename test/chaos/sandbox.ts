/** The surroundings of one execution environment: time, chance, network and metrics. */
export interface Host {
  /** Milliseconds since 1970 by this environment's clock. */
  readonly now: () => number
  /** In [0, 1). */
  readonly chance: () => number
  /** Calls back after this many milliseconds, unless the environment has died. */
  readonly later: (milliseconds: number, callback: () => void) => void
  /**
   * A call of an SDK client.
   *
   * @param service such as `DynamoDB`, `SQS`, `EventBridge`
   * @param operation the command's name without `Command`
   * @param attempts the most attempts of the client
   */
  readonly call: (service: string, operation: string, input: object, attempts: number) => Promise<object>
  readonly measure: (metric: string, value: number) => void
  readonly settings: Readonly<Record<string, string>>
}

/** The globals that the product's files see in place of the process's own. */
export interface Sandbox {
  readonly Date: DateConstructor
  readonly Math: Math
  readonly setTimeout: (callback: () => void, milliseconds?: number) => void
  readonly AbortSignal: { readonly timeout: (milliseconds: number) => { readonly milliseconds: number } }
  readonly process: { readonly env: Readonly<Record<string, string>> }
  readonly fetch: () => never
}

const clockOf = (now: () => number): DateConstructor => {
  // Returns dates of the one real class: a class per environment would slow down all code that reads them.
  function SimulatedDate(...given: readonly [] | readonly [number | string | Date]): Date {
    return new Date(given.length === 0 ? now() : given[0])
  }
  const { parse, UTC, prototype } = Date
  return Object.assign(SimulatedDate, { now, parse, UTC, prototype }) as unknown as DateConstructor
}

/** Globals whose time and chance come from the simulation. */
export const newSandbox = ({ now, chance, later, settings }: Host): Sandbox => ({
  Date: clockOf(now),
  // Math's functions are shared; only `random` is replaced.
  Math: Object.assign(Object.create(Math), { random: chance }),
  setTimeout: (callback, milliseconds = 0) => later(milliseconds, callback),
  AbortSignal: { timeout: (milliseconds) => ({ milliseconds }) },
  process: { env: settings },
  fetch: () => {
    throw new Error('the product calls nothing but the SDK')
  },
})
