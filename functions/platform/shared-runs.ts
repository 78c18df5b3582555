/** The next run of a key, which has not begun yet. */
interface NextRun<Outcome> {
  readonly subjects: Set<string>
  readonly outcome: Promise<Outcome>
}

/**
 * Work that is asked for more often than it must be done: each key has one run at a time in this process.
 *
 * Whoever asks before a run begins shares it, and whoever asks while one is on shares the one after it. So a run always
 * begins later than it was asked for, and sees what the asker had seen.
 *
 * @param run does the work of a key once, for all who share it; `subjects` are what they asked about. What it throws
 * reaches each of them, and keeps no later run from beginning
 * @returns asks for a run of a key, for everything or about one more subject
 */
export const sharedRuns = <Outcome>(run: (key: string, subjects: ReadonlySet<string>) => Promise<Outcome>) => {
  const nextRuns = new Map<string, NextRun<Outcome>>()
  /** Settled once the last run of a key that was asked for has ended, however it ended. Keys at rest have none. */
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
