/**
 * Puts the tickets of an exported file back; then `npm run rebuild` makes figures and search anew:
 * `npm run import -- backup.jsonl [--stage production | --endpoint-url http://127.0.0.1:4566]`.
 */
import { existsSync } from 'node:fs'
import { reachTables, readOrder } from './operator/order.ts'
import { runMain } from './program/run-main.ts'

await runMain(async () => {
  const order = readOrder()
  const { subject: file } = order
  if (file === undefined) throw new Error('please name a file, such as backup.jsonl')
  if (!existsSync(file)) throw new Error(`there is no ${file}`)
  await reachTables(order)
  const { importTickets } = await import('./operator/ticket-archive.ts')
  const { records, left } = await importTickets(file)
  console.log(`${records} records put back from ${file}`)
  if (left > 0) console.log(`${left} tickets left as they are, as they have gone on since`)
})
