import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'

/** Asks at the terminal. @returns true for yes; false for any other answer, or none */
export const confirm = async (
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<boolean> => {
  const terminal = createInterface({ input, output })
  const left = once(terminal, 'close').then(() => '')
  const answer = await Promise.race([terminal.question(`${question} (y/n) `), left])
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}
