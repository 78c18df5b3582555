import { type ChildProcess, spawn } from 'node:child_process'
import { expect, it, onTestFinished } from 'vitest'
import { sideBySide } from '../../bin/build/side-by-side.ts'
import { endOf } from '../../bin/program/end-of-program.ts'

/** A program that never ends by itself. */
const endless = (): ChildProcess => {
  const program = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1_000)'], { stdio: 'ignore' })
  onTestFinished(() => void program.kill('SIGKILL'))
  return program
}
const waitFor = (program: ChildProcess) => async (signal: AbortSignal) => void (await endOf(program, signal))
const syntaxError = async () => {
  throw new Error('a bracket is missing')
}

it('fails with the first program that fails, and has ended the others by then', async () => {
  const program = endless()

  await expect(sideBySide([waitFor(program), syntaxError])).rejects.toThrow('a bracket is missing')
  expect(program.signalCode).toBe('SIGKILL')
})

it('ends all of them when it is interrupted', async () => {
  const programs = [endless(), endless()]
  const breakingOff = new AbortController()
  const done = sideBySide(programs.map(waitFor), breakingOff.signal)
  breakingOff.abort(new Error('Ctrl-C'))

  await expect(done).rejects.toThrow('Ctrl-C')
  expect(programs.map(({ signalCode }) => signalCode)).toEqual(['SIGKILL', 'SIGKILL'])
})
