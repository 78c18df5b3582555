/** The function that a worker runs. */
export interface WorkerAssignment {
  /** The CommonJS bundle. */
  readonly bundleFile: string
  /** Name of the exported handler. */
  readonly exportName: string
  readonly functionName: string
  readonly functionArn: string
  readonly memoryMb: number
}

/** One event for a worker; it gets the next one only after it has answered. */
export interface WorkerEvent {
  readonly requestId: string
  /** The event as JSON. */
  readonly event: string
  /** When the function is cut off, ms since 1970. */
  readonly deadline: number
}

/** Lambda's own shape of an error. */
export interface FunctionError {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace: readonly string[]
}

export type WorkerReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answered'; readonly payload: string }
  | { readonly kind: 'failed'; readonly error: FunctionError }
