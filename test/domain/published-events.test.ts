import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { eventSchemas, SCHEMA_FOLDER } from '../../bin/event-schemas/published.ts'
import { busEnvelope, detailTypes, EventDetail, TicketRequested } from '../../functions/contracts/events.ts'

const read = (folder: string, file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'))

describe('the published schemas', () => {
  it('are one a detail-type and say what the contracts say; if not: npm run schemas', () => {
    const schemas = eventSchemas()

    expect(readdirSync(SCHEMA_FOLDER).toSorted()).toEqual([...schemas.keys()].toSorted())
    for (const [file, schema] of schemas) expect(read(SCHEMA_FOLDER, file)).toEqual(JSON.parse(schema))
    expect(schemas.size).toBe(new Set(Object.values(detailTypes)).size + 1)
  })
})

const GOLDEN = join(import.meta.dirname, '../corpora/events')
const Envelope = busEnvelope(z.record(z.string(), z.unknown()))

describe('events as they were once sent', () => {
  it('are kept of every detail-type', () => {
    const names = new Set(readdirSync(GOLDEN).map((file) => file.split('.')[0]))
    expect(names).toEqual(new Set(['TicketRequested', ...Object.values(detailTypes)]))
  })

  it.each(readdirSync(GOLDEN))('are still read: %s', (file) => {
    const { detail, 'detail-type': name } = Envelope.parse(read(GOLDEN, file))
    const understood = name === 'TicketRequested' ? TicketRequested.parse(detail) : EventDetail.parse(detail)

    expect(understood).toEqual(detail)
    expect(file).toBe(`${name}.v1.json`)
  })

  it('may carry more than consumers know', () => {
    const { detail } = Envelope.parse(read(GOLDEN, 'TicketCreated.v1.json'))

    expect(EventDetail.parse({ ...detail, invented_later: true })).toEqual(detail)
  })
})
