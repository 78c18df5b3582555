import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { consumers, Messaging } from '../../lib/aws/messaging.ts'
import { settingsOf } from '../../lib/aws/settings.ts'
import { synthesiseOwnTemplate } from '../support/own-template.ts'

/** One queue of the stack. */
export interface QueueWiring {
  readonly name: string
  readonly visibilitySeconds: number
  /** Deliveries before a message is moved to the dead-letter queue; none for such a queue itself. */
  readonly redrive: { readonly maxReceives: number; readonly deadLetters: string } | null
  /** The function that reads it; none for a dead-letter queue. */
  readonly reader: { readonly functionName: string; readonly batchSize: number } | null
}

/** One rule of the bus: its pattern and its targets. */
export interface RuleWiring {
  readonly pattern: object
  /** Names of queues, or of functions. */
  readonly targets: readonly string[]
}

/** The stack's queues, rules and roles as plain data, so that a worker can receive them. */
export interface Wiring {
  readonly queues: readonly QueueWiring[]
  readonly rules: readonly RuleWiring[]
  /** The whole stack's template as JSON: the roles under which functions run. */
  readonly template: string
}

interface Reference {
  readonly 'Fn::GetAtt': readonly [string, string]
}

const nameIn = (arn: unknown): string =>
  typeof arn === 'string' ? arn.slice(arn.lastIndexOf(':') + 1) : (arn as Reference)['Fn::GetAtt'][0]

const resourcesOf = (template: Template, type: string): ReadonlyArray<readonly [string, Record<string, unknown>]> =>
  Object.entries(template.findResources(type)).map(([name, { Properties }]) => [name, Properties ?? {}] as const)

const queueOf = (name: string, properties: Record<string, unknown>): QueueWiring => {
  const redrive = properties.RedrivePolicy as { deadLetterTargetArn: Reference; maxReceiveCount: number } | undefined
  const reader = Object.entries(consumers).find(([queue]) => queue === name)?.[1]
  return {
    name,
    visibilitySeconds: Number(properties.VisibilityTimeout ?? 30),
    redrive: redrive
      ? { maxReceives: redrive.maxReceiveCount, deadLetters: nameIn(redrive.deadLetterTargetArn) }
      : null,
    reader: reader ? { functionName: reader.consumer, batchSize: reader.batchSize } : null,
  }
}

/** Reads queues and rules from the stack's own construct, and roles from its template: the simulation cannot drift from it. */
export const readWiring = (): Wiring => {
  const stack = new Stack(new App(), 'Wiring')
  const messaging = new Messaging(stack, 'Messaging', settingsOf(stack))
  const checkMerges = 'arn:aws:lambda:us-east-1:000000000000:function:check-merges'
  messaging.callCheckMerges(
    lambda.Function.fromFunctionAttributes(stack, 'CheckMerges', { functionArn: checkMerges, sameEnvironment: true }),
  )
  const template = Template.fromStack(stack)
  return {
    queues: resourcesOf(template, 'AWS::SQS::Queue').map(([name, properties]) => queueOf(name, properties)),
    rules: resourcesOf(template, 'AWS::Events::Rule').map(([, { EventPattern, Targets }]) => ({
      pattern: EventPattern as object,
      targets: (Targets as readonly { readonly Arn: unknown }[]).map(({ Arn }) => nameIn(Arn)),
    })),
    template: synthesiseOwnTemplate().text,
  }
}
