import { Duration } from 'aws-cdk-lib'

/** What starts a function, which decides its time-out and memory. */
export type FunctionKind = keyof typeof KINDS

const KINDS = {
  /** A person waits, also for a cold start: more than half a vCPU; 1,769 MB would give a whole one. */
  request: { timeout: Duration.seconds(15), memorySize: 1024 },
  /** A person waits for statistics or a simulation; just below API Gateway's maximum. */
  report: { timeout: Duration.seconds(29), memorySize: 1024 },
  /** Called by Cognito, which waits five seconds, or by API Gateway as an authorizer. */
  trigger: { timeout: Duration.seconds(5), memorySize: 512 },
  /** A batch from a queue or a stream. */
  worker: { timeout: Duration.seconds(30), memorySize: 512 },
  /** A batch whose messages wait for the model. */
  triage: { timeout: Duration.seconds(60), memorySize: 512 },
  /** A look at everything. */
  schedule: { timeout: Duration.minutes(2), memorySize: 1024 },
} as const

/** How long a function of this kind may run. */
export const timeoutOf = (kind: FunctionKind): Duration => KINDS[kind].timeout

/** Memory of a function of this kind, in MB. */
export const memoryOf = (kind: FunctionKind): number => KINDS[kind].memorySize
