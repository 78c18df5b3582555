import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type FunctionFailedError, type Functions, startFunctions } from '../../lib/local/functions.ts'
import { readTemplate } from '../../lib/local/template.ts'
import { temporaryFolder, writeBundles } from './small-host.ts'
import { smallFunction } from './small-template.ts'

const folder = temporaryFolder()
const HANDLERS = {
  echo: `exports.handler = async (event, context) => ({ event, id: context.awsRequestId, left: context.getRemainingTimeInMillis(),
    name: context.functionName, setting: process.env.SETTING, key: process.env.AWS_ACCESS_KEY_ID, home: process.env.HOME })`,
  counter: `let seen = 0; exports.handler = async () => { seen += 1; return seen }`,
  thrower: `exports.handler = async () => { throw new RangeError('too far') }`,
  sleeper: `exports.handler = () => new Promise(() => setInterval(() => {}, 1000))`,
  spinner: `exports.handler = () => { for (;;) {} }`,
  glutton: `exports.handler = async () => { const kept = []; for (;;) kept.push(new Array(1e5).fill(Math.random())) }`,
  leaver: `exports.handler = async () => process.exit(3)`,
  broken: `require('./missing.js')`,
  nameless: `exports.other = async () => 1`,
  overlap: `let running = 0; exports.handler = async () => { running += 1
    await new Promise((done) => setTimeout(done, 20)); const together = running; running -= 1; return together }`,
  printer: `exports.handler = async () => { console.log('a line'); console.error('another') }`,
  // Read repeatedly: V8 enlarges the young generation briefly while it marks.
  churner: `const size = () => require('node:v8').getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size
    let kept = []; exports.handler = async () => { const sizes = []
    for (let n = 1; n <= 1e6; n += 1) { kept.push({ n }); if (kept.length > 5e4) kept = []; if (n % 1e5 === 0) sizes.push(size()) }
    return Math.min(...sizes) / 2 ** 20 }`,
  laggard: `const may = (step) => require('node:fs').existsSync(require('node:path').join(__dirname, step))
    while (!may('load')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    exports.handler = async () => { console.log('the laggard begins')
    while (!may('end')) await new Promise((done) => setTimeout(done, 10)); return 'here' }`,
  stuck: `for (;;) {}`,
  giant: `exports.handler = async () => 'x'.repeat(7e6)`,
}

/** Functions with real work to do may need more than a second on a busy machine. */
const SECONDS: Readonly<Record<string, number>> = { churner: 20, glutton: 20 }

let functions: Functions
const printed: string[] = []
/** How events ended, by their error. */
const ended: (string | undefined)[] = []
const start = (): Functions => {
  const resources = Object.assign(
    {},
    ...Object.keys(HANDLERS).map((id) => smallFunction({ id, timeoutSeconds: SECONDS[id] ?? 1, memoryMb: 64 })),
  )
  const template = readTemplate(
    { Resources: resources },
    { awsPort: () => 1, localUrl: (url) => url, dynamicReference: () => '' },
  )
  return startFunctions({
    template,
    distDir: folder.path,
    environment: (id) => ({ SETTING: `of ${id}`, AWS_ACCESS_KEY_ID: id }),
    print: (_bundle, text) => void printed.push(text),
    observe: (end) => void ended.push(end.error?.errorType),
  })
}
beforeAll(() => {
  writeBundles(folder.path, HANDLERS)
  functions = start()
})
afterAll(() => folder.remove())
afterEach(async () => {
  await functions.close()
  functions = start()
})

const failureOf = async (id: string) => {
  const error = await functions.invoke(id, {}).then(
    () => undefined,
    (thrown: FunctionFailedError) => thrown,
  )
  return error?.failure
}

it('gives a function its event, its context and an environment of its own', async () => {
  const answer = await functions.invoke('echo', { hello: ['world'] })
  expect(answer).toMatchObject({ event: { hello: ['world'] }, name: 'echo', setting: 'of echo', key: 'echo' })
  expect(answer).toMatchObject({ id: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  expect(answer).not.toHaveProperty('home')
  const { left } = answer as { readonly left: number }
  expect(left).toBeGreaterThan(0)
  expect(left).toBeLessThanOrEqual(1000)
})

it('keeps the young generation of each function small, whatever limit the host has', async () => {
  expect(await functions.invoke('churner', {})).toBeLessThanOrEqual(4)
})

it('keeps a worker for the next event, and its module state with it', async () => {
  expect(await functions.invoke('counter', {})).toBe(1)
  expect(await functions.invoke('counter', {})).toBe(2)
})

it('gives a worker one event at a time, and serves more events than it has workers', async () => {
  const together = await Promise.all(Array.from({ length: 12 }, () => functions.invoke('overlap', {})))
  expect(together).toEqual(Array.from({ length: 12 }, () => 1))
})

it.each([
  ['an exception', 'thrower', 'RangeError', 'too far'],
  ['a time-out', 'sleeper', 'Sandbox.Timedout', 'Task timed out after 1.00 seconds'],
  ['a time-out of a busy loop', 'spinner', 'Sandbox.Timedout', 'Task timed out after 1.00 seconds'],
  ['too much memory', 'glutton', 'Runtime.OutOfMemory', 'Runtime exited with error: signal: killed'],
  ['an exit', 'leaver', 'Runtime.ExitError', 'Runtime exited with error: exit status 3'],
  ['a module that cannot be loaded', 'broken', 'Runtime.ImportModuleError', "Cannot find module './missing.js'"],
  ['a missing handler', 'nameless', 'Runtime.HandlerNotFound', 'index.handler is undefined or not exported'],
  ['an answer over 6 MB', 'giant', 'Function.ResponseSizeTooLarge', 'exceeded maximum allowed payload size'],
])("tells %s in Lambda's own words", async (_case, id, errorType, message) => {
  expect(await failureOf(id)).toMatchObject({ errorType, errorMessage: expect.stringContaining(message) })
})

it('goes on with a new worker after a failure', async () => {
  expect(await failureOf('leaver')).toBeDefined()
  expect(await failureOf('leaver')).toMatchObject({ errorType: 'Runtime.ExitError' })
})

it('reports how each event ended, except those that its own end cuts short', async () => {
  ended.length = 0
  await functions.invoke('counter', {})
  await failureOf('thrower')
  const cutShort = failureOf('sleeper')
  await functions.close()

  expect(await cutShort).toMatchObject({ errorType: 'Runtime.ExitError' })
  expect(ended).toEqual([undefined, 'RangeError'])
})

describe('a module that loads slowly', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('gets the time that a busy machine needs, and its event still has all of its own time', async () => {
    const allow = (step: string) => writeFileSync(join(folder.path, 'laggard', step), '')
    const answer = functions.invoke('laggard', {})
    await vi.advanceTimersByTimeAsync(30_000)
    allow('load')
    // Each further look moves the stopped clock by the interval, which is the event's own time.
    await expect.poll(() => printed.join(''), { interval: 0 }).toContain('the laggard begins')
    await vi.advanceTimersByTimeAsync(900)
    allow('end')

    expect(await answer).toBe('here')
  })

  it('fails as a time-out at last, and the next event has a thread of its own', async () => {
    const failure = failureOf('stuck')
    await vi.advanceTimersByTimeAsync(120_000)
    expect(await failure).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringContaining('Task timed out after 1.00 seconds'),
    })

    writeFileSync(join(folder.path, 'stuck', 'index.js'), HANDLERS.echo)
    expect(await functions.invoke('stuck', 'again')).toMatchObject({ event: 'again' })
  })
})

it('hands on what a function prints', async () => {
  await functions.invoke('printer', {})
  await expect.poll(() => printed.join('')).toContain('a line')
  await expect.poll(() => printed.join('')).toContain('another')
})

it('runs a changed bundle after a reload', async () => {
  expect(await functions.invoke('counter', {})).toBe(1)
  writeFileSync(join(folder.path, 'counter', 'index.js'), 'exports.handler = async () => "changed"')
  functions.reload()
  expect(await functions.invoke('counter', {})).toBe('changed')
})
