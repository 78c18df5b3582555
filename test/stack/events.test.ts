import { beforeAll, describe, expect, it } from 'vitest'
import { detailTypes } from '../../functions/contracts/events.ts'
import { consumers, listeners } from '../../lib/aws/messaging.ts'
import { targetOf } from '../../lib/aws/template-lint/template.ts'
import { compilePattern } from '../../lib/local/event-pattern.ts'
import { type OwnTemplate, synthesiseOwnTemplate } from '../support/own-template.ts'

interface Pattern {
  readonly source?: readonly string[]
  readonly 'detail-type': readonly string[]
}

let own: OwnTemplate
beforeAll(() => {
  own = synthesiseOwnTemplate()
})

/** Queues and functions that the bus delivers a detail-type to. */
const hearers = (detailType: string): readonly (string | undefined)[] =>
  own
    .of('AWS::Events::Rule')
    .filter(([, { Properties }]) => (Properties.EventPattern as Pattern)['detail-type'].includes(detailType))
    .map(([, { Properties }]) => targetOf(Properties.Targets))

describe('every event', () => {
  const everyType = [...new Set([...Object.values(detailTypes), 'TicketRequested' as const])]

  it.each(everyType)('%s has the consumers that are declared, or is declared outward', (detailType) => {
    const declared = listeners[detailType].map((listener) => (listener === 'check-merges' ? 'CheckMerges' : listener))
    expect(declared.length).toBeGreaterThan(0)
    expect(hearers(detailType).toSorted()).toEqual(declared.filter((listener) => listener !== 'outward').toSorted())
  })

  it('is believed from ourselves alone, but for requests of other services', () => {
    for (const [, { Properties }] of own.of('AWS::Events::Rule')) {
      const { source, 'detail-type': types } = Properties.EventPattern as Pattern
      expect(source).toEqual(types.includes('TicketRequested') ? undefined : ['plimsoll'])
    }
  })
})

describe('the ticket queue', () => {
  /** Whether some rule delivers an event to the ticket queue. */
  const isRungBy = (detailType: string, data: object): boolean =>
    own
      .of('AWS::Events::Rule')
      .filter(([, { Properties }]) => targetOf(Properties.Targets) === 'TicketQueue')
      .some(([, { Properties }]) =>
        compilePattern(Properties.EventPattern as object)({
          source: 'plimsoll',
          'detail-type': detailType,
          detail: { data },
        }),
      )

  it('receives assignments by hand, which may free an agent, and no automatic ones', () => {
    expect(isRungBy('TicketAssigned', { outcome: 'manual' })).toBe(true)
    expect(isRungBy('TicketAssigned', { outcome: 'assigned' })).toBe(false)
    expect(isRungBy('TicketAssigned', { outcome: 'moved' })).toBe(false)
  })

  it('receives comments that reopen a ticket, and no others', () => {
    expect(isRungBy('TicketCommented', { reopened: true })).toBe(true)
    expect(isRungBy('TicketCommented', { reopened: false })).toBe(false)
  })
})

describe('every consumer', () => {
  it.each(Object.entries(consumers))('%s is read by its function, message by message', (queue, { consumer }) => {
    const readers = own
      .of('AWS::Lambda::EventSourceMapping')
      .filter(([, { Properties }]) => targetOf(Properties.EventSourceArn) === queue)
    expect(readers).toHaveLength(1)
    const properties = readers[0]?.[1].Properties
    expect(own.resources[targetOf(properties?.FunctionName) ?? '']?.Metadata?.['local:bundle']).toBe(consumer)
    expect(properties?.FunctionResponseTypes).toEqual(['ReportBatchItemFailures'])
  })
})

describe('the stream of tickets', () => {
  it('goes to two readers, as new event rows only, with an end to retries', () => {
    const readers = own
      .of('AWS::Lambda::EventSourceMapping')
      .filter(([, { Properties }]) => targetOf(Properties.EventSourceArn) === 'Tickets')
    expect(readers.map(([, { Properties }]) => targetOf(Properties.FunctionName)).toSorted()).toEqual([
      'BroadcastChange',
      'PublishChanges',
    ])
    for (const [, { Properties }] of readers) {
      expect(Properties).toMatchObject({
        BisectBatchOnFunctionError: true,
        MaximumRecordAgeInSeconds: 12 * 3_600,
        FilterCriteria: {
          Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"sk":{"S":[{"prefix":"EVENT#"}]}}}}' }],
        },
      })
    }
  })

  it('is retried for as long as an outage of the bus may last, since events that never reach it are lost', () => {
    const attempts = own
      .of('AWS::Lambda::EventSourceMapping')
      .flatMap(([, { Properties }]) =>
        targetOf(Properties.FunctionName) === 'PublishChanges' ? [Properties.MaximumRetryAttempts] : [],
      )
    expect(attempts).toEqual([10_000])
  })

  it('keeps the order of a ticket’s messages on their way to the sockets', () => {
    const broadcast = own
      .of('AWS::Lambda::EventSourceMapping')
      .find(([, { Properties }]) => targetOf(Properties.FunctionName) === 'BroadcastChange')
    expect(broadcast?.[1].Properties.ParallelizationFactor).toBe(1)
  })
})

describe('every schedule', () => {
  it.each([
    ['sweep-queue', 'rate(1 minute)'],
    ['retry-triage', 'rate(5 minutes)'],
    ['forecast-volume', 'rate(1 hour)'],
    ['check-merges', 'rate(1 hour)'],
    ['reconcile-load', 'rate(1 hour)'],
    ['retrain-classifier', 'rate(1 hour)'],
  ])('%s runs at %s', (name, expression) => {
    const schedule = own.of('AWS::Scheduler::Schedule').find(([, { Properties }]) => Properties.Name === name)
    expect(schedule?.[1].Properties.ScheduleExpression).toBe(expression)
    const fn = own.resources[targetOf(schedule?.[1].Properties.Target) ?? '']
    expect(fn?.Metadata?.['local:bundle']).toBe(name)
  })
})
