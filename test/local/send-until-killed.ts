import { writeSync } from 'node:fs'
import { startQueues } from '../../lib/local/queues.ts'
import { templateOf } from './emulated-aws.ts'
import { ticketTemplate } from './ticket-template.ts'

/** Sends messages without end and prints each once it is acknowledged; takes the data directory as its argument. */
const dataDir = process.argv[2]
if (dataDir === undefined) throw new Error('usage: send-until-killed.ts <data directory>')
const queues = await startQueues({ template: templateOf(ticketTemplate(), () => 0), dataDir })
const STANDARD_OUTPUT = 1

const sendOn = async (lane: number): Promise<never> => {
  for (let number = 0; ; number += 1) {
    const body = `${lane}.${number}`
    await queues.send('TicketQueue', { body })
    writeSync(STANDARD_OUTPUT, `${body}\n`)
  }
}
await Promise.all([1, 2, 3, 4].map(sendOn))
