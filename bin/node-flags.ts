/**
 * How Node runs the local host: with little memory for a dozen small heaps. Threads that collect garbage beside those that
 * work would cost more than they give; what every full collection compacts need not grow; and no heap grows by more than
 * two fifths before the next one. The young generation is that of the main thread: with one as small as the functions'
 * (`lib/local/workers.ts`) it spent a fifth of its time collecting, and answered a third fewer requests, for 25 MB less.
 *
 * The scripts of package.json name the same.
 */
export const NODE_FLAGS = [
  '--single-threaded-gc',
  '--max-semi-space-size=16',
  '--compact-on-every-full-gc',
  '--heap-growing-percent=40',
] as const
