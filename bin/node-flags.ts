/**
 * How Node runs the local host: with little memory, and without threads that collect garbage beside those that work,
 * which cost a dozen small heaps more than they give. The scripts of package.json name the same.
 */
export const NODE_FLAGS = ['--optimize-for-size', '--single-threaded-gc'] as const
