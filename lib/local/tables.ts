import type { AwsService } from './aws-service.ts'
import type { Template } from './template.ts'

export interface TablesOptions {
  readonly template: Template
  /** An existing, writable folder; the database file lies in it. */
  readonly dataDir: string
  /** An existing DynamoDB endpoint (DYNAMODB_ENDPOINT) instead of the embedded database. */
  readonly endpoint: string | undefined
  /** Tells the operator something in one line (standard error). */
  readonly report: (line: string) => void
}

/** One change of a table as its stream tells it; images in DynamoDB's own JSON (`{ S: 'x' }`). */
export interface StreamRecord {
  readonly eventID: string
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE'
  readonly dynamodb: {
    readonly Keys: Readonly<Record<string, unknown>>
    readonly NewImage?: Readonly<Record<string, unknown>>
    readonly OldImage?: Readonly<Record<string, unknown>>
    /** Decimal digits; grows, not by one. */
    readonly SequenceNumber: string
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime: number
    readonly SizeBytes: number
    readonly StreamViewType: string
  }
}

/** The service name `dynamodb`: tables and streams. */
export interface Tables extends AwsService {
  /** The database's own endpoint, which checks no rights. */
  readonly endpoint: string
  /**
   * The next records of a table's stream, oldest first; empty when there is none yet.
   *
   * @param after sequence number of the last record already handled, or TRIM_HORIZON for the oldest one kept (24 h)
   * @param limit 1 to 1,000
   */
  readStream(tableName: string, after: string, limit: number): Promise<readonly StreamRecord[]>
  /** Calls the listener after each write that may have added records to the table's stream. @returns ends it */
  onWrite(tableName: string, listener: () => void): () => void
}

/** Starts the database, brings its tables in line with the template. @throws Error with one clear line if it cannot */
export const startTables = async (options: TablesOptions): Promise<Tables> => {
  throw new Error(`not built yet: ${options.dataDir}`)
}
