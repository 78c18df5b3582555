import { randomUUID } from 'node:crypto'
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import {
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2'
import { createServer } from 'node:net'
import { errorAnswer } from './aws-port/error-answer.ts'
import { operationOf, signatureOf } from './aws-port/operation.ts'
import {
  ACCOUNT,
  type AwsAnswer,
  type AwsCall,
  AwsError,
  type AwsService,
  type NeededRight,
  OPERATOR,
} from './aws-service.ts'
import { listenOn } from './listening.ts'
import { isMeantForUs, turnAway } from './own-host.ts'
import type { RequestContext } from './permissions/iam-policy.ts'
import type { Permissions } from './permissions.ts'

export interface AwsPortOptions {
  /** 0 takes a free port. */
  readonly port: number
  /** By the signature's service name: dynamodb, sqs, events, cognito-idp, ses, execute-api, bedrock, secretsmanager, s3. */
  readonly services: Readonly<Record<string, AwsService>>
  readonly permissions: Permissions
  /**
   * Answers HTTP/1.1 requests that are not AWS calls, before any signature is read; returns false to leave one to the
   * port.
   */
  readonly plain?: (request: IncomingMessage, response: ServerResponse) => boolean
  /** Receives errors that are the host's own fault; the caller gets a 500 without their message. */
  readonly report: (line: string) => void
}

export interface AwsPort {
  readonly port: number
  /** Ends connections and stops listening; the services stay open. */
  close(): Promise<void>
}

/** Calls of user pools that a browser makes without credentials; they carry no signature. */
const UNSIGNED_TARGET = 'AWSCognitoIdentityProviderService.'
/** The caller of an unsigned call; it has no rights. */
const NOBODY = ''
/** What every HTTP/2 connection begins with; no HTTP/1.1 method begins like this. */
const HTTP2_PREFACE = 'PRI'

const JSON_TYPE = 'application/x-amz-json-1.0'

type Request = IncomingMessage | Http2ServerRequest
type Response = ServerResponse | Http2ServerResponse

const bodyOf = async (request: Request): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const headersOf = ({ headers }: Request): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )

const identify = (headers: Readonly<Record<string, string | undefined>>) => {
  const signature = signatureOf(headers.authorization)
  if (signature) return signature
  if (headers['x-amz-target']?.startsWith(UNSIGNED_TARGET)) return { caller: NOBODY, service: 'cognito-idp' }
  throw new AwsError(403, 'MissingAuthenticationTokenException', 'the request carries no signature')
}

/** Some services supply condition keys of the call, such as `ses:FromAddress`. */
interface ConditionedRight extends NeededRight {
  readonly context?: RequestContext
}

/** A role's refusal is 400 in the protocols that name the operation in a header, 403 in the others. */
const refusal = (call: AwsCall, action: string, resource: string, role: string): AwsError =>
  new AwsError(
    call.headers['x-amz-target'] === undefined ? 403 : 400,
    call.service === 's3' ? 'AccessDenied' : 'AccessDeniedException',
    `User: arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${call.caller} is not authorized to perform: ${action} ` +
      `on resource: ${resource} because no identity-based policy allows the ${action} action`,
  )

/** @throws AwsError for the first right that the caller's role lacks; the denial is recorded */
const enforce = (call: AwsCall, service: AwsService, permissions: Permissions): void => {
  const rights: readonly ConditionedRight[] = service.rights(call)
  for (const { action, resource, context } of rights) {
    if (permissions.isAllowed(call.caller, action, resource, context)) continue
    permissions.deny(call.caller, action, resource)
    if (call.caller === NOBODY)
      throw new AwsError(400, 'MissingAuthenticationTokenException', 'the request carries no signature')
    throw refusal(call, action, resource, permissions.roleNameOf(call.caller) ?? call.caller)
  }
}

/** @throws AwsError for a call that cannot be understood or may not be made */
const answerTo = async (call: Omit<AwsCall, 'operation'>, options: AwsPortOptions): Promise<AwsAnswer> => {
  const { services, permissions } = options
  const known = call.caller === OPERATOR || call.caller === NOBODY || permissions.roleNameOf(call.caller) !== undefined
  if (!known) {
    permissions.deny(call.caller, `${call.service}:*`, '*')
    throw new AwsError(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.')
  }
  const service = services[call.service]
  const operation = operationOf(call.service, call.headers['x-amz-target'], call.method, call.path)
  if (!service || operation === undefined)
    throw new AwsError(
      400,
      'UnknownOperationException',
      `the local host does not emulate ${call.service} ${call.method} ${call.path}`,
    )
  const complete = { ...call, operation }
  enforce(complete, service, permissions)
  return service.answer(complete)
}

const handler = (options: AwsPortOptions) => async (request: Request, response: Response) => {
  const headers = headersOf(request)
  let service = ''
  const send = ({ status, headers: own, body }: AwsAnswer): void => {
    const all = {
      'content-type': JSON_TYPE,
      'content-length': String(Buffer.byteLength(body)),
      'x-amzn-requestid': randomUUID(),
      ...own,
    }
    response.statusCode = status
    for (const [name, value] of Object.entries(all)) response.setHeader(name, value)
    response.end(body)
  }
  try {
    const body = await bodyOf(request)
    const { caller, service: named } = identify(headers)
    service = named
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const method = request.method ?? 'GET'
    send(
      await answerTo({ service, method, path: url.pathname, query: url.searchParams, headers, body, caller }, options),
    )
  } catch (error) {
    if (error instanceof AwsError) return send(errorAnswer(service, error))
    if (request.aborted) return
    options.report(
      `${service} ${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}`,
    )
    send(errorAnswer(service, new AwsError(500, 'InternalServerError', 'the local host failed')))
  }
}

/**
 * Opens the one port of all AWS services on 127.0.0.1, for HTTP/1.1 and cleartext HTTP/2.
 *
 * @throws Error with code EADDRINUSE if the port is taken
 */
export const startAwsPort = async (options: AwsPortOptions): Promise<AwsPort> => {
  const handle = handler(options)
  const http1 = createHttpServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    if (!isMeantForUs(request.headers)) return turnAway(response)
    if (!options.plain?.(request, response)) void handle(request, response)
  })
  const http2 = createHttp2Server((request, response) => void handle(request, response))

  const sessions = new Set<ServerHttp2Session>()
  http2.on('session', (session) => {
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
  })

  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', (start: Buffer) => {
      socket.pause()
      socket.unshift(start)
      const isHttp2 = start.subarray(0, HTTP2_PREFACE.length).toString('latin1') === HTTP2_PREFACE
      const chosen = isHttp2 ? http2 : http1
      chosen.emit('connection', socket)
      process.nextTick(() => socket.resume())
    })
  })

  const listening = await listenOn(server, options.port)
  return {
    port: listening.port,
    close: () => {
      for (const session of sessions) session.destroy()
      return listening.close()
    },
  }
}
