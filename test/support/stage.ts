import { randomUUID } from 'node:crypto'
import { DEMO_PASSWORD } from '../../bin/demo-password.ts'
import { namesOf, REGION } from '../../bin/stack-resources.ts'
import { stackNameOf } from '../../lib/aws/settings.ts'
import { SOCKET_STAGE } from '../../lib/aws/socket.ts'
import { type ApiUser, logIn, startTestSystem, type TestSystem, userOf } from './test-system.ts'

/**
 * Where the tests run that need nothing but the public address: at a deployed stage if `PLIMSOLL_URL` is its address, as
 * the admin of `PLIMSOLL_ADMIN_EMAIL` and `PLIMSOLL_ADMIN_PASSWORD`; else at a system of their own.
 */
export const deployedUrl = process.env.PLIMSOLL_URL?.replace(/\/$/, '')

const admin = deployedUrl
  ? { email: process.env.PLIMSOLL_ADMIN_EMAIL, password: process.env.PLIMSOLL_ADMIN_PASSWORD }
  : { email: 'admin@demo.example', password: DEMO_PASSWORD }

/** Whether somebody may answer: a deployed stage has an admin only if the environment names one. */
export const hasAdmin = Boolean(admin.email && admin.password)

/** Triage on a cold start, with a model that takes its time, in milliseconds. */
export const PATIENCE_MS = 60_000

export interface Stage {
  readonly url: string
  readonly guest: ApiUser
  signInAdmin(): Promise<ApiUser>
  /** The system if it is our own: whatever is asked of it cannot be asked of a deployed one. */
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

/** A new address at SES's own mailbox, which takes every mail: one that nobody has would count as a bounce. */
export const newMailbox = (): string => `success+walk-${randomUUID()}@simulator.amazonses.com`

/** Why nothing is known of the addresses behind CloudFront; undefined if they can be asked for. */
export const noOwnAddresses =
  deployedUrl === undefined
    ? 'this system has no addresses past its front door'
    : process.env.PLIMSOLL_STAGE === undefined
      ? 'PLIMSOLL_STAGE says not which stack it is'
      : undefined

/**
 * Addresses of the stage's APIs past CloudFront, asked of CloudFormation.
 *
 * @throws Error if there is no such stage, or nobody may ask
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
