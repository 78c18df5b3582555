/** Writes the published JSON Schema of each event on the bus: `npm run schemas`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventSchemas, SCHEMA_FOLDER } from './event-schemas/published.ts'
import { runCommand } from './program/run-command.ts'
import { readFlags, runMain } from './program/run-main.ts'

readFlags({})
await runMain(() => {
  mkdirSync(SCHEMA_FOLDER, { recursive: true })
  for (const [file, schema] of eventSchemas()) writeFileSync(join(SCHEMA_FOLDER, file), schema)
  runCommand('biome', ['format', '--write', SCHEMA_FOLDER])
})
