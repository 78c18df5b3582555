/** The program of a host that can be killed: the options of the whole system come as JSON, on the command line. */
import { type LocalSystemOptions, startLocalSystem } from '../../bin/local/system.ts'

/** The options that are passed to the program; it sets the others itself. */
export type HostOrder = Omit<LocalSystemOptions, 'fresh' | 'build' | 'report'>

/** The program's message once everything is ready. */
export interface HostReady {
  readonly url: string
  readonly awsUrl: string
}

const order = JSON.parse(process.argv[2] ?? '{}') as HostOrder
const host = await startLocalSystem({
  ...order,
  fresh: false,
  build: false,
  report: (line) => void process.stderr.write(`${line}\n`),
})
process.on('SIGTERM', async () => {
  await host.close()
  process.exit(0)
})
// A host must not outlive its test.
process.on('disconnect', () => process.exit(1))
process.send?.({ url: host.url, awsUrl: host.awsUrl } satisfies HostReady)
