import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { figuresOf, onTheWire, runLoad } from '../../bin/bench/load.ts'

const servers: ReturnType<typeof createServer>[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

const serving = async (answer: RequestListener): Promise<number> => {
  const server = createServer(answer)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const request = () => onTheWire({ method: 'POST', path: '/', headers: { 'x-test': 'yes' }, body: { title: 'Réseau' } })
const load = { connections: 4, request, warmUp: { requests: 10, seconds: 5 }, seconds: 0.2 }

describe('the load of the bench', () => {
  it('sends whole requests, and counts answers in time', async () => {
    const heard = new Set<string>()
    const port = await serving(async (asked, answer) => {
      const chunks: Buffer[] = []
      for await (const chunk of asked) chunks.push(chunk)
      heard.add(`${asked.headers['x-test']} ${Buffer.concat(chunks)}`)
      answer.end('{"some":"answer"}')
    })
    const { times, seconds } = await runLoad({ ...load, port })

    expect([...heard]).toEqual(['yes {"title":"Réseau"}'])
    expect(times.length).toBeGreaterThan(0)
    expect(Math.min(...times)).toBeGreaterThan(0)
    expect(seconds).toBeGreaterThan(0.9 * load.seconds)
  })

  it('takes several loads together', () => {
    const figures = figuresOf([
      { times: [4, 1, 3], seconds: 1 },
      { times: [2, 9], seconds: 1.5 },
    ])

    expect(figures).toEqual({ requests: 5, perSecond: 2, p50: 3, p99: 9 })
  })

  it('fails with the message of the first refusal', async () => {
    const port = await serving((_asked, answer) => answer.writeHead(503).end('busy'))

    await expect(runLoad({ ...load, port })).rejects.toThrow('busy')
  })
})
