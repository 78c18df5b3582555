import { randomUUID } from 'node:crypto'
import { DEMO_PASSWORD } from '../../bin/demo/password.ts'
import { namesOf, REGION } from '../../bin/stage/stack-resources.ts'
import { stackNameOf } from '../../lib/aws/settings.ts'
import { SOCKET_STAGE } from '../../lib/aws/socket.ts'
import { type ApiUser, logIn, startTestSystem, type TestSystem, userOf } from './test-system.ts'

/**
 * The target of tests that need only a public address: the deployed stage at `PLIMSOLL_URL`, as the admin of
 * `PLIMSOLL_ADMIN_EMAIL` and `PLIMSOLL_ADMIN_PASSWORD`; without it, a system of their own.
 */
export const deployedUrl = process.env.PLIMSOLL_URL?.replace(/\/$/, '')

const admin = deployedUrl
  ? { email: process.env.PLIMSOLL_ADMIN_EMAIL, password: process.env.PLIMSOLL_ADMIN_PASSWORD }
  : { email: 'admin@demo.example', password: DEMO_PASSWORD }

/** Whether the tests have an admin: at a deployed stage, only if the environment names one. */
export const hasAdmin = Boolean(admin.email && admin.password)

/** Enough for triage on a cold start with a slow model, in milliseconds. */
export const PATIENCE_MS = 60_000

export interface Stage {
  readonly url: string
  readonly guest: ApiUser
  signInAdmin(): Promise<ApiUser>
  /** The system, if it is not a deployed one: it has operators' pages that a stage has not. */
  readonly own: TestSystem | undefined
  stop(): Promise<void>
}

export const startStage = async (): Promise<Stage> => {
  const own = deployedUrl ? undefined : await startTestSystem({ withDemo: false })
  const url = () => deployedUrl ?? own?.url ?? ''
  return {
    get url() {
      return url()
    },
    guest: userOf(url),
    signInAdmin: () => logIn(url, admin.email ?? '', admin.password ?? ''),
    own,
    stop: async () => own?.stop(),
  }
}

/** A new address at SES's own mailbox, which accepts every mail: an unknown address would count as a bounce. */
export const newMailbox = (): string => `success+walk-${randomUUID()}@simulator.amazonses.com`

/** Why the addresses behind CloudFront cannot be looked up; undefined if they can. */
export const noOwnAddresses =
  deployedUrl === undefined
    ? 'this system has no addresses past its front door'
    : process.env.PLIMSOLL_STAGE === undefined
      ? 'PLIMSOLL_STAGE says not which stack it is'
      : undefined

/**
 * The stage's API addresses behind CloudFront, looked up in CloudFormation.
 *
 * @throws Error if there is no such stage, or the credentials may not read it
 */
export const ownAddresses = async (): Promise<{ readonly api: string; readonly socket: string }> => {
  const stackName = stackNameOf({ stage: process.env.PLIMSOLL_STAGE ?? '' })
  const names = await namesOf(stackName)
  const hostOf = (logicalId: string): string => {
    const id = names.get(logicalId)
    if (id === undefined) throw new Error(`the stack ${stackName} has no ${logicalId}`)
    return `${id}.execute-api.${REGION}.amazonaws.com`
  }
  return { api: `https://${hostOf('HttpApi')}`, socket: `wss://${hostOf('SocketApi')}/${SOCKET_STAGE}` }
}
