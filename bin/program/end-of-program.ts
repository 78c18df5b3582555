import type { ChildProcess } from 'node:child_process'
import { addAbortListener, once } from 'node:events'

/**
 * Waits for a program to end, and kills it when the wait is aborted.
 *
 * @param signal aborts the wait
 * @returns its exit status; null if a signal ended it
 * @throws the reason of `signal` once the program is killed; the error of a program that could not be started
 */
export const endOf = async (program: ChildProcess, signal: AbortSignal | undefined): Promise<number | null> => {
  const giveUp = signal && addAbortListener(signal, () => program.kill('SIGKILL'))
  try {
    const [status] = (await once(program, 'close')) as [number | null]
    signal?.throwIfAborted()
    return status
  } finally {
    giveUp?.[Symbol.dispose]()
  }
}
