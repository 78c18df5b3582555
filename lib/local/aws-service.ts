/** One call to an AWS service as it came over the wire. */
export interface AwsCall {
  /** The signature's service name, such as `dynamodb`, `sqs`, `events`, `cognito-idp`, `ses`, `execute-api`. */
  readonly service: string
  /** The API operation, such as `PutItem`. */
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
  /** Access key id of the signature; it names the calling function, or the operator. */
  readonly caller: string
}

export interface AwsAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** A right that a call needs: an IAM action on a resource. */
export interface NeededRight {
  readonly action: string
  readonly resource: string
}

/** An AWS service, as far as the template uses it. Whatever is not emulated is refused by name. */
export interface AwsService {
  /** Rights that this call needs, on the resource's own ARN; checked before `answer`. */
  rights(call: AwsCall): readonly NeededRight[]
  answer(call: AwsCall): Promise<AwsAnswer>
  /** Ends its own timers and processes; everything it has acknowledged is on disk by then. */
  close(): Promise<void>
}

/** A refusal in AWS's own words; the AWS port puts it into the protocol of the call. */
export class AwsError extends Error {
  override readonly name = 'AwsError'
  readonly status: number
  /** The error type that an SDK turns into the exception's name, such as `ValidationException`. */
  readonly code: string
  /** Further members of the error's body. */
  readonly members: Readonly<Record<string, unknown>>

  constructor(status: number, code: string, message: string, members: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.members = members
  }
}

/** The refusal of an operation that is not emulated. */
export const notEmulated = ({ service, operation }: AwsCall): AwsError =>
  new AwsError(400, 'UnknownOperationException', `the local host does not emulate ${service} ${operation}`)

export const REGION = 'us-east-1'
export const ACCOUNT = '000000000000'
/** The access key id that may do everything on this machine. */
export const OPERATOR = 'local-operator'
