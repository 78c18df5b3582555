/**
 * The messages that a function's answer leaves in the queue, by id.
 *
 * @returns 'all' if the answer is malformed or names an unknown message, as in Lambda
 */
export const failedIds = (answer: unknown, known: readonly string[]): readonly string[] | 'all' => {
  if (answer === null || answer === undefined) return []
  const failures = (answer as { readonly batchItemFailures?: unknown }).batchItemFailures
  if (failures === null || failures === undefined) return []
  if (!Array.isArray(failures)) return 'all'
  const ids = failures.map((failure: { readonly itemIdentifier?: unknown } | null) => failure?.itemIdentifier)
  return ids.every((id): id is string => typeof id === 'string' && known.includes(id)) ? ids : 'all'
}
