import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { type AddressInfo, connect, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** The embedded database's process. */
export interface Database {
  readonly endpoint: string
  /** Resolves when the database takes connections, at once if it already does. */
  ready(): Promise<void>
  close(): Promise<void>
}

const BINARY_PACKAGE = '@dynoxide/linux-x64'
const START_LIMIT_MS = 10_000
const STOP_LIMIT_MS = 3000
const RETRY_MS = 10
const LONGEST_COMPLAINT = 500

/**
 * Runs the database until standard input ends, so that it ends with this process even if that is killed, and does not
 * hold the file any longer.
 */
const UNTIL_PARENT_ENDS = 'exec 3<&0; "$@" & database=$!; (read -r _ <&3; kill "$database" 2>&-) & wait "$database"'

/** Path of the embedded database's program. @throws Error with one line if it is not installed */
export const databaseBinary = (): string => {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${BINARY_PACKAGE}/package.json`)), 'dynoxide')
  } catch (cause) {
    const message = `the embedded database ${BINARY_PACKAGE} is not installed; name another one by DYNAMODB_ENDPOINT`
    throw new Error(message, { cause })
  }
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const isListening = async (port: number): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/**
 * Starts the database on a free port, and restarts it whenever it dies.
 *
 * @param file path of the database file; made if missing
 * @param report called when the database has died and is started again
 * @throws Error with one line if the binary is missing or does not start
 */
export const startDatabase = async (file: string, report: (line: string) => void): Promise<Database> => {
  const path = databaseBinary()
  const port = await freePort()
  let isClosing = false
  let child: ChildProcess

  const started = async (): Promise<void> => {
    const command = [path, '--host', '127.0.0.1', '--port', String(port), '--db-path', file]
    const process = spawn('/bin/sh', ['-c', UNTIL_PARENT_ENDS, 'dynoxide', ...command], {
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    child = process
    let complaint = ''
    process.stderr?.on('data', (text: Buffer) => {
      complaint = `${complaint} ${text.toString().trim()}`.trim().replaceAll('\n', ' ').slice(0, LONGEST_COMPLAINT)
    })
    process.stdin?.on('error', () => {})
    process.once('exit', () => process.stdin?.destroy())
    const deadline = Date.now() + START_LIMIT_MS
    while (!(await isListening(port))) {
      if (process.exitCode !== null || Date.now() > deadline) {
        process.stdin?.end()
        throw new Error(`the embedded database did not start on ${file}: ${complaint}`)
      }
      await wait(RETRY_MS)
    }
    process.once('exit', () => {
      if (isClosing) return
      report('the embedded database died; starting it again')
      readiness = restarted()
    })
    if (process.exitCode !== null) throw new Error(`the embedded database ended at once: ${complaint}`)
  }

  const restarted = async (): Promise<void> => {
    while (!isClosing) {
      try {
        await started()
        return
      } catch (error) {
        report(error instanceof Error ? error.message : String(error))
        await wait(START_LIMIT_MS, undefined, { ref: false })
      }
    }
  }

  let readiness = started()
  await readiness
  return {
    endpoint: `http://127.0.0.1:${port}`,
    ready: () => readiness,
    close: async () => {
      isClosing = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.stdin?.end()
      const overdue = setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), STOP_LIMIT_MS)
      await ended
      clearTimeout(overdue)
    },
  }
}
