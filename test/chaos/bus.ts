import { compilePattern } from '../../lib/local/event-pattern.ts'
import type { Faults } from './faults.ts'
import type { Fleet } from './fleet.ts'
import type { Queues } from './queues.ts'
import type { Random } from './random.ts'
import type { Timeline } from './timeline.ts'
import type { RuleWiring } from './wiring.ts'

/** One entry of PutEvents. */
export interface BusEntry {
  readonly Source: string
  readonly DetailType: string
  readonly Detail: string
  readonly Time?: Date
}

/** EventBridge: delivers each event to the targets of all matching rules, after some delay. */
export interface Bus {
  /** @returns for each entry its id, or its error code */
  readonly put: (
    entries: readonly BusEntry[],
  ) => readonly ({ readonly EventId: string } | { readonly ErrorCode: string })[]
}

export interface BusOptions {
  readonly rules: readonly RuleWiring[]
  readonly timeline: Timeline
  readonly random: Random
  readonly faults: Faults
  readonly queues: Queues
  readonly fleet: Fleet
}

const USUAL_MS = 25
/** Retries of a function after a failed call, and the pause before each. */
const RETRIES = 2
const RETRY_MS = 60_000
/** Time-out in seconds of a function called by a rule. */
const PATIENCE_SECONDS = 120

export const newBus = ({ rules, timeline, random, faults, queues, fleet }: BusOptions): Bus => {
  const compiled = rules.map(({ pattern, targets }) => ({ matches: compilePattern(pattern), targets }))
  let taken = 0

  const callFunction = (name: string, event: object, retries: number): void =>
    fleet.invoke({
      path: `functions/schedules/${name}.ts`,
      event,
      patienceSeconds: PATIENCE_SECONDS,
      ended: ({ kind }) => {
        if (kind === 'answered' || retries === 0) return
        timeline.after(RETRY_MS, () => callFunction(name, event, retries - 1))
      },
    })

  const deliver = (target: string, event: object): void => {
    if (target.endsWith('Queue')) queues.send(target, JSON.stringify(event), 0)
    else callFunction(target, event, RETRIES)
  }

  const take = ({ Source, DetailType, Detail, Time }: BusEntry): string => {
    taken += 1
    const at = Time ?? new Date(timeline.now())
    const event = {
      version: '0',
      id: `event-${taken}`,
      'detail-type': DetailType,
      source: Source,
      account: '000000000000',
      // The bus has times in whole seconds.
      time: `${at.toISOString().slice(0, 19)}Z`,
      region: 'us-east-1',
      resources: [],
      detail: JSON.parse(Detail) as unknown,
    }
    for (const { matches, targets } of compiled) {
      if (!matches(event)) continue
      for (const target of targets) timeline.after(random.around(USUAL_MS), () => deliver(target, event))
    }
    return event.id
  }

  return {
    put: (entries) =>
      entries.map((entry) =>
        faults.strikes('entryRefused') ? { ErrorCode: 'ThrottlingException' } : { EventId: take(entry) },
      ),
  }
}
