import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AwsService } from './aws-service.ts'
import type { Permissions } from './permissions.ts'

export interface AwsPortOptions {
  /** 0 takes a free port. */
  readonly port: number
  /** By the signature's service name: dynamodb, sqs, events, cognito-idp, ses, execute-api, bedrock, secretsmanager, s3, scheduler. */
  readonly services: Readonly<Record<string, AwsService>>
  readonly permissions: Permissions
  /** Takes requests that are no AWS call before the signature is looked at; false leaves them to the port. */
  readonly plain?: (request: IncomingMessage, response: ServerResponse) => boolean
}

export interface AwsPort {
  readonly port: number
  /** Ends connections and stops listening; the services are closed by whoever started them. */
  close(): Promise<void>
}

/** @throws Error with code EADDRINUSE if the port is taken */
export const startAwsPort = async (options: AwsPortOptions): Promise<AwsPort> => {
  throw new Error(`not built yet: ${options.port}`)
}
