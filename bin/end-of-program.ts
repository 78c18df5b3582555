import type { ChildProcess } from 'node:child_process'
import { addAbortListener, once } from 'node:events'

/**
 * Waits for a program to end, and kills it when nobody waits for it any more.
 *
 * @param signal gives the waiting up
 * @returns its exit status; null if a signal ended it
 * @throws the reason of `signal` after the program was killed, or why it could not be started
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
