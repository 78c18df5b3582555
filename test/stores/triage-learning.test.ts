import { Metrics } from '@aws-lambda-powertools/metrics'
import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Category, Priority } from '../../functions/contracts/triage.ts'
import type { TriageLabel } from '../../functions/domain/triage/label.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { aGuestTicket, aStoredTriage } from '../support/triage-records.ts'

let stop: () => Promise<void>

beforeAll(async () => {
  stop = await startEmbeddedTables()
})
afterAll(() => stop())

/** A new instance of the functions, which shares no memory with the others. */
const startInstance = async () => {
  vi.resetModules()
  const [labels, models, knowledge, documents, retrain, degraded] = await Promise.all([
    import('../../functions/stores/labels.ts'),
    import('../../functions/stores/triage-models.ts'),
    import('../../functions/use-cases/triage-knowledge.ts'),
    import('../../functions/stores/documents.ts'),
    import('../../functions/schedules/retrain-classifier.ts'),
    import('../../functions/stores/degraded-tickets.ts'),
  ])
  return { ...labels, ...models, ...knowledge, ...documents, ...degraded, retrain: retrain.handler }
}
let desk: Awaited<ReturnType<typeof startInstance>>
beforeEach(async () => {
  desk = await startInstance()
})

/** Words that no lexicon has, so a model can know their category only from people's labels. */
const WORDS: Record<Category, string> = {
  billing: 'zorblax frimp',
  technical: 'quibber tolda',
  account: 'florn maskel',
  general: 'wumple gristo',
}
const CATEGORIES = Object.keys(WORDS) as Category[]

let labelled = 0
/** The next label: of a new ticket, a second after the previous label. */
const aLabel = (
  changes: Partial<TriageLabel> & { readonly category?: Category; readonly priority?: Priority } = {},
) => {
  labelled += 1
  const category = changes.category ?? CATEGORIES[labelled % CATEGORIES.length] ?? 'general'
  return {
    ticket_id: `T${labelled}`,
    text: `${WORDS[category]} number ${labelled}`,
    category,
    priority: 'medium',
    verdict: 'accepted',
    suggested: null,
    labelled_by: 'anna',
    labelled_at: new Date(Date.UTC(2026, 2, 1) + labelled * 1_000).toISOString(),
    ...changes,
  } as const satisfies TriageLabel
}
/** Stores `count` labels in order, 25 in each transaction. */
const teach = async (count: number, changesOf: (place: number) => Parameters<typeof aLabel>[0] = () => ({})) => {
  const labels = Array.from({ length: count }, (_, place) => aLabel(changesOf(place)))
  for (let from = 0; from < count; from += 25) {
    await desk.writeTogether(labels.slice(from, from + 25).map((label) => desk.putLabel(label)))
  }
}
const eventsOf = async (subject: string) => {
  const { Items = [] } = await desk.documents.send(
    new QueryCommand({
      TableName: desk.tableNamed('Tickets'),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': subject },
    }),
  )
  return Items
}

describe('learning from labels', () => {
  it('trains nothing before 25 of them', async () => {
    await teach(24)
    await desk.retrain()
    expect(await desk.listModels()).toEqual([])
    expect((await desk.currentKnowledge()).version).toBe(0)
  })

  it('puts a version in force at the 25th, in one event, and every other instance uses it', async () => {
    const elsewhere = await startInstance()
    expect((await elsewhere.currentKnowledge()).version).toBe(0)
    await teach(1)
    await desk.retrain()

    const [model, ...others] = await desk.listModels()
    expect(others).toEqual([])
    expect(model).toMatchObject({ version: 1, labels: 25, refused: false })
    expect(await eventsOf('MODEL#triage')).toMatchObject([
      { seq: 1, type: 'model_trained', changes: { active: [0, 1] } },
    ])

    const { version, classifier, examples } = await elsewhere.currentKnowledge()
    expect(version).toBe(1)
    expect(examples).toHaveLength(25)
    expect(classifier.classify('quibber tolda').category).toBe('technical')
  })

  it('waits for 25 more, however often it is called', async () => {
    await teach(24)
    await desk.retrain()
    await desk.retrain()
    expect(await desk.listModels()).toHaveLength(1)
  })

  it('counts a ticket once, by its last label', async () => {
    await teach(30, () => ({ ticket_id: 'always-the-same', category: 'account' }))
    const labels = await desk.labelsOfModel(undefined)
    expect(labels.filter(({ ticket_id }) => ticket_id === 'always-the-same')).toHaveLength(1)
  })

  it('examines a version on labels that it has not learnt from, and refuses one that is clearly worse', async () => {
    await teach(60)
    await desk.retrain()
    const good = (await desk.listModels()).at(0)
    expect(good).toMatchObject({ refused: false })
    expect(good?.held_out_score).toBeGreaterThan(0.9)

    // The labels of a word change from ticket to ticket, and are never the right one.
    await teach(100, (place) => ({
      text: `${Object.values(WORDS)[place % 4]} number ${place}`,
      category: CATEGORIES[(place + 1 + (place % 3)) % 4] ?? 'general',
    }))
    await desk.retrain()
    const [bad] = await desk.listModels()
    expect(bad).toMatchObject({ version: (good?.version ?? 0) + 1, refused: true })
    expect((await desk.readModelHead()).active).toBe(good?.version)
    expect((await eventsOf('MODEL#triage')).at(-1)).toMatchObject({
      reason: expect.stringMatching(/^refused/),
      changes: {},
    })
  })

  it('goes back to an older version, on the condition that the state is the one that was read', async () => {
    const head = await desk.readModelHead()
    const first = await desk.findModel(1)
    if (!first) throw new Error('there is no first version')
    const happening = {
      event_id: '01JQ0000000000000000000009',
      actor: { kind: 'user', id: 'admin', name: 'Ada' } as const,
      now: new Date('2026-03-02T08:00:00.000Z'),
    }
    expect(await desk.activateModel(head, first, happening, [])).toBe(true)
    expect(await desk.activateModel(head, first, happening, [])).toBe(false)

    expect(desk.showModel(first, (await desk.readModelHead()).active).state).toBe('active')
    const { version, examples } = await desk.currentKnowledge()
    expect([version, examples.length]).toEqual([1, 25])
  })
})

describe('the measure of suggestions', () => {
  const suggestion = {
    suggested_category: 'technical',
    suggested_priority: 'medium',
    confidence: 0.85,
    source: 'local',
    model: 'some-model',
    prompt_version: 'triage-1',
  } as const
  const suggestRightly = (isRight: boolean) => () =>
    ({ category: isRight ? 'technical' : 'account', suggested: suggestion }) as const

  it('is updated with each training, and reported once an hour', async () => {
    const told = vi.spyOn(Metrics.prototype, 'addMetric')
    await teach(125, suggestRightly(true))
    await teach(50, suggestRightly(false))
    await desk.retrain()

    expect(told.mock.calls.map(([name, _unit, value]) => [name, Math.round(value)])).toEqual([
      ['TriagePrecisionPercent', 0],
      ['TriagePrecisionLossPercent', 100],
    ])
    const measured = await desk.currentMeasure()
    expect(measured).toMatchObject([{ source: 'local', category: 'technical' }])
    expect(measured[0]?.bins[8]).toEqual({ count: 175, precision: 125 / 175 })
    told.mockRestore()
  })
})

describe('the line of tickets to be triaged again', () => {
  const at = (second: number) => new Date(Date.UTC(2026, 2, 2, 10, 0, second))

  it('keeps their order; a ticket that is added again goes to the end', async () => {
    await desk.writeTogether([desk.rememberDegraded('A', at(1))])
    await desk.writeTogether([desk.rememberDegraded('B', at(2))])
    await desk.writeTogether([desk.rememberDegraded('A', at(3))])
    expect(await desk.listDegraded(10)).toEqual(['B', 'A'])
  })

  it('loses tickets that are done, and takes them back', async () => {
    await desk.writeTogether([desk.forgetDegraded('B', at(4))])
    expect(await desk.listDegraded(10)).toEqual(['A'])
    await desk.writeTogether([desk.rememberDegraded('B', at(5))])
    expect(await desk.listDegraded(10)).toEqual(['A', 'B'])
  })
})

describe('a change by hand', () => {
  const now = new Date('2026-03-02T11:00:00.000Z')
  const before = aGuestTicket({ triage: aStoredTriage() })

  it('of the category or the priority is a label, stored with what had been suggested', () => {
    const after = { ...before, category: 'account', category_set_by: 'person' } as const
    expect(desk.labelOf(before, after, 'anna', now)).toMatchObject([
      { Put: { Item: { category: 'account', verdict: 'changed', suggested: { suggested_category: 'billing' } } } },
    ])
    const pressing = { ...before, priority: 'low', priority_set_by: 'person' } as const
    expect(desk.labelOf(before, pressing, 'anna', now)).toHaveLength(1)
  })

  it('of anything else is no label', () => {
    expect(desk.labelOf(before, { ...before, title: 'Another title', tags: ['vip'] }, 'anna', now)).toEqual([])
  })
})
