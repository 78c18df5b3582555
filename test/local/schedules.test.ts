import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { AsyncInvocations } from '../../lib/local/async-invocations.ts'
import { startFunctions } from '../../lib/local/functions.ts'
import { permissionsOf } from '../../lib/local/permissions.ts'
import { type Schedules, startSchedules } from '../../lib/local/schedules.ts'
import { readTemplate } from '../../lib/local/template.ts'
import { arnOf, smallFunction } from './small-template.ts'

const role = (statements: readonly unknown[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {},
    Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
  },
})
const schedule = (functionId: string, expression: string, properties = {}, target = {}) => ({
  Type: 'AWS::Scheduler::Schedule',
  Properties: {
    FlexibleTimeWindow: { Mode: 'OFF' },
    ScheduleExpression: expression,
    Target: { Arn: arnOf(functionId), RoleArn: arnOf('ClockRole'), ...target },
    ...properties,
  },
})
const resources = {
  ...smallFunction({ id: 'SweepQueue', bundle: 'sweep-queue' }),
  ...smallFunction({ id: 'Report', bundle: 'report' }),
  ...smallFunction({ id: 'Asleep', bundle: 'asleep' }),
  ...smallFunction({ id: 'Foreign', bundle: 'foreign' }),
  ClockRole: role([
    {
      Effect: 'Allow',
      Action: 'lambda:InvokeFunction',
      Resource: [arnOf('SweepQueue'), arnOf('Report'), arnOf('Asleep')],
    },
  ]),
  Sweep: schedule('SweepQueue', 'rate(1 minute)'),
  Daily: schedule(
    'Report',
    'cron(0 9 * * ? *)',
    { ScheduleExpressionTimezone: 'Europe/Berlin' },
    { Input: '{"daily":true}' },
  ),
  Disabled: schedule('Asleep', 'rate(1 minute)', { State: 'DISABLED' }),
  Refused: schedule('Foreign', 'rate(1 minute)'),
}

let schedules: Schedules
let invoked: (readonly [string, unknown])[]
let permissions: ReturnType<typeof permissionsOf>
let fails: boolean

const start = (given: Readonly<Record<string, unknown>> = resources): Schedules => {
  const template = readTemplate(
    { Resources: given },
    { awsPort: () => 1, localUrl: (url) => url, dynamicReference: () => '' },
  )
  permissions = permissionsOf(template)
  const functions = startFunctions({
    template,
    distDir: '/',
    environment: () => ({}),
    print: () => {},
    observe: () => {},
  })
  const asyncInvocations: AsyncInvocations = {
    invoke: async (functionId, event) => {
      invoked.push([functionId, event])
      return !fails
    },
    close: () => {},
  }
  return startSchedules({ template, permissions, functions, asyncInvocations })
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-03-28T07:58:30Z') })
  invoked = []
  fails = false
  schedules = start()
})
afterEach(() => {
  schedules.close()
  vi.useRealTimers()
})

const runsOf = (functionId: string): number => invoked.filter(([id]) => id === functionId).length

it('runs a rate by the clock', async () => {
  await vi.advanceTimersByTimeAsync(3 * 60_000)
  expect(runsOf('SweepQueue')).toBe(3)
})

it('runs a cron expression by the clock of its zone, with its input', async () => {
  await vi.advanceTimersByTimeAsync(60_000)
  expect(runsOf('Report')).toBe(0)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(invoked).toContainEqual(['Report', { daily: true }])
  await vi.advanceTimersByTimeAsync(23 * 60 * 60_000)
  expect(runsOf('Report')).toBe(2)
})

it('runs nothing at the start, and nothing that is disabled', async () => {
  expect(invoked).toEqual([])
  await vi.advanceTimersByTimeAsync(5 * 60_000)
  expect(runsOf('Asleep')).toBe(0)
})

it('skips runs that were missed while the machine slept, and goes on', async () => {
  await vi.advanceTimersByTimeAsync(60_000)
  vi.setSystemTime(Date.parse('2026-03-28T12:00:00Z'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(runsOf('SweepQueue')).toBe(1)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(runsOf('SweepQueue')).toBe(2)
})

it('runs a schedule by hand, and returns how it went', async () => {
  expect(await schedules.runSchedule('sweep-queue')).toBe('succeeded')
  expect(invoked).toEqual([['SweepQueue', {}]])
  fails = true
  expect(await schedules.runSchedule('sweep-queue')).toBe('failed')
  expect(await schedules.runSchedule('no-such')).toBe('unknown')
})

it('runs nothing that its role may not invoke, and lists it', async () => {
  expect(await schedules.runSchedule('foreign')).toBe('denied')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(runsOf('Foreign')).toBe(0)
  expect(permissions.denials()).toContainEqual(expect.objectContaining({ action: 'lambda:InvokeFunction' }))
})

it('refuses a target that it does not emulate', () => {
  const Sweep = schedule('SweepQueue', 'rate(1 minute)', {}, { EcsParameters: {} })
  expect(() => start({ ...resources, Sweep })).toThrow('EcsParameters is not emulated')
})
