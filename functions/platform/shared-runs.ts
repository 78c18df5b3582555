/** The next run of a key, which has not begun yet. */
interface NextRun<Outcome> {
  readonly subjects: Set<string>
  readonly outcome: Promise<Outcome>
}

/**
 * Shares work that is requested more often than it must be done: each key has one run at a time in this process.
 *
 * Requests made before a run begins share it; those made during a run share the next one. So a run always begins after
 * it was requested, and sees what the caller had seen.
 *
 * @param run does the work of a key once, for all who share it; `subjects` are the ones they named. If it throws, all
 *   of them get the error, and later runs still begin
 * @returns a function that requests a run of a key, and adds a subject to it if one is named
 */
export const sharedRuns = <Outcome>(run: (key: string, subjects: ReadonlySet<string>) => Promise<Outcome>) => {
  const nextRuns = new Map<string, NextRun<Outcome>>()
  /** By key, resolves when the last requested run has ended, even if it failed. Idle keys have none. */
  const lastEnds = new Map<string, Promise<void>>()

  const planRun = (key: string): NextRun<Outcome> => {
    const subjects = new Set<string>()
    const outcome = (lastEnds.get(key) ?? Promise.resolve()).then(() => {
      nextRuns.delete(key)
      return run(key, subjects)
    })
    const rest = (): void => {
      if (lastEnds.get(key) === end) lastEnds.delete(key)
    }
    const end = outcome.then(rest, rest)
    lastEnds.set(key, end)
    const planned = { subjects, outcome }
    nextRuns.set(key, planned)
    return planned
  }

  return (key: string, subject?: string): Promise<Outcome> => {
    const { subjects, outcome } = nextRuns.get(key) ?? planRun(key)
    if (subject !== undefined) subjects.add(subject)
    return outcome
  }
}
