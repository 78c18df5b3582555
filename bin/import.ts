/** Puts the tickets of an exported file back; then `npm run rebuild` makes figures and search anew: `npm run import -- backup.jsonl [--endpoint-url http://127.0.0.1:4566]`. */
import { parseArgs } from 'node:util'
import { reachTables } from './operator-tables.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'endpoint-url': { type: 'string' } },
})
const [file] = positionals

try {
  if (file === undefined) throw new Error('please name a file, such as backup.jsonl')
  await reachTables(values['endpoint-url'])
  const { importTickets } = await import('./ticket-archive.ts')
  console.log(`${await importTickets(file)} records put back from ${file}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
