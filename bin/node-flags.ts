/**
 * How Node runs the local host: with little memory for a dozen small heaps. Threads that collect garbage beside those that
 * work would cost more than they give; young generations stay small, whatever limits a worker is given; what every full
 * collection compacts need not grow; and no heap grows by more than two fifths before the next one. Half of either size
 * saves 25 MB and costs the pipeline a fifth of its speed; twice of it costs 50 to 130 MB and gives nothing.
 *
 * The scripts of package.json name the same.
 */
export const NODE_FLAGS = [
  '--single-threaded-gc',
  '--max-semi-space-size=2',
  '--compact-on-every-full-gc',
  '--heap-growing-percent=40',
] as const
