import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { NODE_FLAGS } from '../../bin/local/node-flags.ts'
import manifest from '../../package.json' with { type: 'json' }

/** Flags under which Node lets a program read, and neither write a file nor start another program. */
const READ_ONLY = ['--permission', '--allow-fs-read=*']

const run = async (command: string, flags: readonly string[], nodeFlags: readonly string[] = []) => {
  const program = fileURLToPath(new URL(`../../bin/${command}.ts`, import.meta.url))
  const running = spawn(process.execPath, [...nodeFlags, program, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [said, complaint, [status]] = await Promise.all([
    text(running.stdout),
    text(running.stderr),
    once(running, 'exit'),
  ])
  return { said, complaint, status }
}

const expectOneLine = ({ complaint, status }: Awaited<ReturnType<typeof run>>, expected: string): void => {
  expect(complaint).toContain(expected)
  expect(complaint.trimEnd().split('\n')).toHaveLength(1)
  expect(status).toBe(1)
}

it.each([
  ['an unknown flag', ['--bogus'], '--bogus'],
  ['a word that is no flag', ['extra'], 'extra'],
  ['a port that is no number', ['--port', 'http'], '--port takes a whole number from 0 to 65535, not http'],
  ['a port beyond all ports', ['--aws-port', '70000'], '--aws-port takes a whole number'],
  ['a flag that takes another for its value', ['--rate-limit', '-1'], '--rate-limit'],
  ['a negative rate limit', ['--rate-limit=-1'], '--rate-limit takes a whole number'],
  ['a rate limit that no admin could set again', ['--rate-limit', '1000000001'], '--rate-limit takes a whole number'],
  ['a folder that cannot be made', ['--data-dir', '/proc/no-such'], 'cannot write to the data directory /proc/no-such'],
  ['a folder of something else', ['--data-dir', '/usr'], 'the folder /usr holds something else'],
])('answers %s with one clear line and status 1', async (_case, flags, expected) => {
  expectOneLine(await run('local', flags), expected)
})

it.each([
  ['bench', '--bogus', '--bogus'],
  ['chaos', '--seeds=many', '--seeds takes a whole number from 1'],
  ['proof', 'nothing', 'there is no proof nothing'],
  ['proof', '--tickets=many', '--tickets takes a whole number from 1'],
  ['proof', '--rate=0', '--rate takes a whole number from 1'],
  ['replay', '--bogus', '--bogus'],
])('npm run %s answers %s in the same way', async (command, flag, expected) => {
  expectOneLine(await run(command, [flag]), expected)
})

it.each([
  ['import', 'no-such.jsonl', 'there is no no-such.jsonl'],
  ['export', 'no-such/backup.jsonl', 'there is no folder no-such'],
])('npm run %s says first that %s cannot be, whatever credentials there are', async (command, file, expected) => {
  expectOneLine(await run(command, [file]), expected)
})

/** Every command with the programs of ours that it runs. */
const commands = Object.entries(manifest.scripts).flatMap(([name, script]) => {
  const programs = [...script.matchAll(/\bbin\/([\w-]+)\.ts\b/g)].map(([, program = '']) => program)
  return programs.length > 0 ? [{ name, script, programs }] : []
})

it.each(commands)('npm run $name is one program, so that flags reach it', ({ script, programs }) => {
  expect(programs).toHaveLength(1)
  // npm puts flags at the end: a program after ours would read them in its place.
  expect(script).not.toMatch(/\.ts\b.*&&/)
})

it.each([...new Set(commands.flatMap(({ programs }) => programs))])(
  'node bin/%s.ts --help says by the head of its file how it is called, makes nothing, and ends well',
  async (program) => {
    const { said, complaint, status } = await run(program, ['--help'], READ_ONLY)
    const [head] = said.split('\nflags: ')
    expect(head).toMatch(/^[A-Z].*`npm (?:start|test|run (?:-s )?[\w:-]+)(?: -- .+)?`/s)
    expect(said).not.toMatch(/^flags: *$/m)
    expect(complaint).toBe('')
    expect(status).toBe(0)
  },
)

it.each(['start', 'dev'] as const)('is measured and tested as npm run %s runs it', (script) => {
  expect(manifest.scripts[script]).toContain(` node ${NODE_FLAGS.join(' ')} bin/local.ts`)
})
