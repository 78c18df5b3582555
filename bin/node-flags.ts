/**
 * How Node runs the local host: with little memory for a dozen small heaps. Threads that collect garbage beside those that
 * work would cost more than they give; young generations stay small, whatever limits a worker is given; and what every
 * full collection compacts need not grow. `--optimize-for-size` saves another 100 MB for a sixth more CPU.
 *
 * The scripts of package.json name the same.
 */
export const NODE_FLAGS = ['--single-threaded-gc', '--max-semi-space-size=1', '--compact-on-every-full-gc'] as const
