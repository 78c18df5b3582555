/**
 * Writes all tickets, comments, decisions and events to a file, one JSON record a line:
 * `npm run export -- backup.jsonl [--stage production | --endpoint-url http://127.0.0.1:4566]`.
 */
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { reachTables, readOrder } from './operator/order.ts'
import { runMain } from './program/run-main.ts'

await runMain(async () => {
  const order = readOrder()
  const { subject: file } = order
  if (file === undefined) throw new Error('please name a file, such as backup.jsonl')
  if (!existsSync(dirname(file))) throw new Error(`there is no folder ${dirname(file)}`)
  await reachTables(order)
  const { exportTickets } = await import('./operator/ticket-archive.ts')
  console.log(`${await exportTickets(file)} records written to ${file}`)
})
