import { AwsError } from '../aws-service.ts'

/** Reports the failures of something that is tried again and again, once until it works. */
export interface Outages {
  /** Reports the error if it is the first one since the last success. */
  failed(error: unknown): void
  succeeded(): void
}

/** An error that is not AWS's own is a fault of the host, which its stack helps to find. */
const accountOf = (error: unknown): string | undefined =>
  error instanceof Error && !(error instanceof AwsError) ? error.stack : String(error)

/** @param what names what is tried; the error follows it in the report */
export const newOutages = (what: string, report: (line: string) => void): Outages => {
  let isOut = false
  return {
    failed: (error) => {
      if (!isOut) report(`${what}: ${accountOf(error)}`)
      isOut = true
    },
    succeeded: () => {
      isOut = false
    },
  }
}
