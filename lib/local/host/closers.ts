/** Things to close in the end, in the reverse order of their opening. */
export interface Closers {
  add(closer: () => unknown): void
  /**
   * Closes everything, each thing once; one that fails does not keep the others open.
   *
   * @throws the first failure, after the last thing was closed
   */
  run(): Promise<void>
}

export const newClosers = (): Closers => {
  const closers: (() => unknown)[] = []
  return {
    add: (closer) => void closers.unshift(closer),
    run: async () => {
      const failures: unknown[] = []
      for (const closer of closers.splice(0)) {
        try {
          await closer()
        } catch (error) {
          failures.push(error)
        }
      }
      if (failures.length > 0) throw failures[0]
    },
  }
}
