import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { inject } from 'vitest'
import { DEMO_PASSWORD } from '../../bin/demo/password.ts'
import { type LocalSystemOptions, startLocalSystem } from '../../bin/local/system.ts'
import { paths, type RouteName } from '../../functions/contracts/paths.ts'
import type { Session } from '../../functions/contracts/people.ts'
import type { Answer } from '../../functions/contracts/routes.ts'
import type { RunningHost } from '../../lib/local/host.ts'

export interface CallOptions {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer; `body` is typed as the contract's success, so check `status` first. */
export interface Answered<Body> {
  readonly status: number
  readonly body: Body
  readonly headers: Headers
}

/** Somebody who uses the API: signed in, or a guest. */
export interface ApiUser {
  call<Name extends RouteName>(name: Name, options?: CallOptions): Promise<Answered<Answer<Name>>>
}

export interface TestSystem extends Pick<RunningHost, 'url' | 'awsUrl'> {
  readonly dataDir: string
  readonly guest: ApiUser
  /** Signs a demo account in, such as `agent01`. */
  signIn(account: string): Promise<ApiUser>
  /** Waits until every stream and queue has drained. */
  quiet(): Promise<void>
  /** An operator's page, such as `mailbox`. */
  local<Body>(page: string, init?: RequestInit): Promise<Body>
  /** Stops the system and starts it again on the same data. */
  restart(): Promise<void>
  /** Stops the system and deletes its data. */
  stop(): Promise<void>
}

/** How often a system is waited for until it is quiet, half a minute each: a busy machine needs more than one. */
const QUIET_WAITS = 3

const fill = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(params[name] ?? ''))

/** One request by its route's name, as a browser would send it. */
export const callRoute = async <Name extends RouteName>(
  url: string,
  token: string | undefined,
  name: Name,
  { params = {}, query = {}, body, headers = {} }: CallOptions = {},
): Promise<Answered<Answer<Name>>> => {
  const [method, path] = paths[name]
  const search = new URLSearchParams(query).toString()
  const answer = await fetch(`${url}${fill(path, params)}${search && `?${search}`}`, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false
  return { status: answer.status, body: (isJson ? JSON.parse(text) : text) as Answer<Name>, headers: answer.headers }
}

export const userOf = (url: () => string, token?: string): ApiUser => ({
  call: (name, options) => callRoute(url(), token, name, options),
})

/** Signs somebody in; `url` is called for each request, so that the session outlives a restart of the host. */
export const logIn = async (url: () => string, email: string, password: string): Promise<ApiUser> => {
  const answer = await callRoute(url(), undefined, 'login', { body: { email, password } })
  if (answer.status !== 200) throw new Error(`${email} cannot sign in: ${JSON.stringify(answer.body)}`)
  return userOf(url, (answer.body as Session).access_token)
}

/** Signs a demo account in, such as `agent01`. */
export const signInAs = (url: () => string, account: string): Promise<ApiUser> =>
  logIn(url, `${account}@demo.example`, DEMO_PASSWORD)

/** An operator's page of the local host, such as `mailbox`; undefined if the page is empty. */
export const localPage =
  (url: () => string): TestSystem['local'] =>
  async (page, init) => {
    const answer = await fetch(`${url()}/_local/${page}`, init)
    return (await answer.json().catch(() => undefined)) as never
  }

/** Repeats a request until the answer is as wanted. */
export const eventually = async <Value>(
  ask: () => Promise<Value>,
  isWanted: (value: Value) => boolean,
  patienceMs = 60_000,
  pauseMs = 50,
): Promise<Value> => {
  const until = Date.now() + patienceMs
  for (;;) {
    const value = await ask()
    if (isWanted(value)) return value
    if (Date.now() > until)
      throw new Error(`it did not become true in time; last seen: ${JSON.stringify(value)?.slice(0, 2_000)}`)
    await wait(pauseMs)
  }
}

/** Writes the calls that the system's policies allowed to the folder that `npm run grants` names. */
export const tellAllowedCalls = async (url: string): Promise<void> => {
  const folder = process.env.ALLOWED_CALLS
  if (folder === undefined) return
  const calls = await fetch(`${url}/_local/calls`)
  writeFileSync(join(folder, `${randomUUID()}.json`), await calls.text())
}

/** The whole system in this process, on free ports and data of its own; the bundles must be built. */
export const startTestSystem = async (
  options: Partial<Pick<LocalSystemOptions, 'withDemo' | 'templateFile' | 'rateLimit' | 'dataDir'>> = {},
): Promise<TestSystem> => {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'plimsoll-system-'))
  const start = () =>
    startLocalSystem({
      port: 0,
      awsPort: 0,
      dataDir,
      fresh: false,
      withDemo: options.withDemo ?? true,
      rateLimit: options.rateLimit ?? 0,
      templateFile: options.templateFile ?? inject('templateFile'),
      holdConsumers: false,
      build: false,
      report: () => {},
    })
  let host = await start()
  const url = () => host.url

  return {
    get url() {
      return host.url
    },
    get awsUrl() {
      return host.awsUrl
    },
    dataDir,
    guest: userOf(url),
    signIn: (account) => signInAs(url, account),
    quiet: async () => {
      for (let wait = 0; wait < QUIET_WAITS; wait += 1) if (await host.quiet()) return
      throw new Error('the system did not come to rest')
    },
    local: localPage(url),
    restart: async () => {
      await tellAllowedCalls(host.url)
      await host.close()
      host = await start()
    },
    stop: async () => {
      await tellAllowedCalls(host.url)
      await host.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
