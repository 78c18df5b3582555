/**
 * How Node runs the local host: with little memory for a dozen small heaps. Parallel garbage collection would cost more
 * than it saves; every full collection compacts; and no heap grows by more than two fifths between full collections.
 * The young generation is the main thread's: with one as small as the functions' (`lib/local/workers.ts`), it spent
 * a fifth of its time collecting, and answered a third fewer requests, for 25 MB less.
 *
 * The scripts of package.json repeat these flags.
 */
export const NODE_FLAGS = [
  '--single-threaded-gc',
  '--max-semi-space-size=16',
  '--compact-on-every-full-gc',
  '--heap-growing-percent=40',
] as const
