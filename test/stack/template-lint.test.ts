import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkTemplate } from '../../lib/aws/template-check.ts'
import { RULE_NAMES } from '../../lib/aws/template-lint/rule-names.ts'
import { type Fault, referencesIn } from '../../lib/aws/template-lint/template.ts'
import { lintTemplate } from '../../lib/aws/template-lint.ts'
import { type OwnTemplate, synthesiseOwnTemplate } from '../support/own-template.ts'
import { harmlessEdits } from './template-mutations/harmless-edits.ts'
import { type Change, changeFirst, remove, removeFirst, WHOLE_LINE } from './template-mutations/mutation.ts'
import { questionedEdits } from './template-mutations/questioned-edits.ts'
import { slips } from './template-mutations/slips.ts'

interface Statement {
  readonly Action: string | string[]
}
interface Document {
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Type: string
        readonly Properties: {
          readonly Policies?: ReadonlyArray<{ readonly PolicyDocument: { readonly Statement: Statement[] } }>
        }
      }
    >
  >
}
interface Grant {
  readonly role: string
  readonly policy: number
  readonly statement: number
  readonly action: string
}

let own: OwnTemplate
beforeAll(() => {
  own = synthesiseOwnTemplate()
})

const mutated = (make: Change): { Resources: Record<string, unknown> } => {
  const document = JSON.parse(own.text)
  make(document.Resources)
  return document
}

const check = (text: string): Promise<readonly Fault<string>[]> =>
  checkTemplate(text, own.app, mkdtempSync(join(tmpdir(), 'plimsoll-check-')))

it('finds nothing in our own template', async () => {
  expect(await check(own.text)).toEqual([])
})

describe('a slip is found:', () => {
  it.each(slips)('%s, by %s', async (_slip, rule, make) => {
    const document = mutated(make)
    const isNamed = (fault: Fault<string>) => fault.rule === rule
    // Our own rules take a millisecond; the slower validator and cdk-nag only check what these do not find.
    const ours: readonly Fault<string>[] = await lintTemplate(document)
    const faults = ours.some(isNamed) ? ours : await check(JSON.stringify(document))
    expect(faults.map((fault) => fault.rule)).toContain(rule)
    for (const { id, says } of faults) expect(`${id}: ${says}.`).toMatch(WHOLE_LINE)
  })

  it('no two have one name, or make one change', () => {
    const made = slips.map(([, , make]) => JSON.stringify(mutated(make)))
    expect(new Set(slips.map(([slip]) => slip)).size).toBe(slips.length)
    expect(new Set(made).size).toBe(slips.length)
  }, 20_000)

  it('every rule finds one', () => {
    const tried = new Set(slips.map(([, rule]) => rule))
    expect(RULE_NAMES.filter((name) => !tried.has(name))).toEqual([])
  })

  it('text that is no template', async () => {
    expect(await check('{"Resources": ')).toHaveLength(1)
    expect(await check('[]')).toHaveLength(1)
  })
})

it('names which throttles nobody hears of: the metric, and the index or the table', async () => {
  const says = async (make: Change) => (await lintTemplate(mutated(make))).map((fault) => fault.says)
  const path = 'Metrics.1.MetricStat.Metric.MetricName'
  expect(await says(removeFirst('CloudWatch::Alarm', 'TicketsbystatusThrottled'))).toEqual([
    'no alarm watches ReadThrottleEvents of its index by_status',
    'no alarm watches WriteThrottleEvents of its index by_status',
  ])
  expect(await says(changeFirst('CloudWatch::Alarm', 'SearchThrottled', path, 'WriteThrottleEvents'))).toEqual([
    'no alarm watches ReadThrottleEvents of the table itself',
  ])
})

/** Every action that our roles grant, with its place in the template. */
const grantsOf = (document: Document): readonly Grant[] =>
  Object.entries(document.Resources).flatMap(([role, { Type, Properties }]) =>
    Type === 'AWS::IAM::Role'
      ? (Properties.Policies ?? []).flatMap(({ PolicyDocument }, policy) =>
          PolicyDocument.Statement.flatMap(({ Action }, statement) =>
            [Action].flat().map((action) => ({ role, policy, statement, action })),
          ),
        )
      : [],
  )

it('finds every single grant that is taken away, but for tracing', async () => {
  const grants = grantsOf(JSON.parse(own.text)).filter(({ action }) => !action.startsWith('xray:'))
  expect(grants.length).toBeGreaterThan(200)
  const unnoticed: string[] = []
  for (const { role, policy, statement, action } of grants) {
    const document: Document = JSON.parse(own.text)
    const statements = document.Resources[role]?.Properties.Policies?.[policy]?.PolicyDocument.Statement ?? []
    const left = [statements[statement]?.Action ?? []].flat().filter((each) => each !== action)
    if (left.length === 0) statements.splice(statement, 1)
    else Object.assign(statements[statement] ?? {}, { Action: left })
    if ((await lintTemplate(document)).length === 0) unnoticed.push(`${role} ${action}`)
  }
  expect(unnoticed).toEqual([])
}, 60_000)

/** The CDK's helper function that copies the site's files; its code is not ours. */
const isHelper = (id: string): boolean => /^CustomCDKBucketDeployment|AwsCliLayer/.test(id)

it('finds every single resource that is taken away', async () => {
  // The validator reports every reference to a missing resource: the slip 'a reference to nothing' covers that.
  const referred = new Set(Object.values(own.resources).flatMap(({ Properties }) => referencesIn(Properties)))
  const ids = Object.keys(own.resources).filter((id) => !referred.has(id) && !isHelper(id))
  expect(ids.length).toBeGreaterThan(200)
  const unnoticed: string[] = []
  for (const id of ids) {
    const document = mutated(remove(id))
    if ((await lintTemplate(document)).length > 0) continue
    if ((await check(JSON.stringify(document))).length === 0) unnoticed.push(id)
  }
  expect(unnoticed).toEqual([])
}, 60_000)

describe('no finding for', () => {
  it.each([...harmlessEdits, ...questionedEdits])('%s', async (_edit, make) => {
    expect(await lintTemplate(mutated(make))).toEqual([])
  })

  it('all harmless changes at once, by the whole gate', async () => {
    const document = JSON.parse(own.text)
    for (const [, make] of harmlessEdits) make(document.Resources)
    expect(await check(JSON.stringify(document))).toEqual([])
  })
})
