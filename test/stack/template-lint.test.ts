import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { isScheduleExpression } from '../../lib/aws/lint/events.ts'
import type { Fault } from '../../lib/aws/lint/template.ts'
import { checkTemplate } from '../../lib/aws/template-check.ts'
import { lintTemplate } from '../../lib/aws/template-lint.ts'
import { type OwnTemplate, synthesiseOwnTemplate } from '../support/own-template.ts'
import { harmlessEdits } from './template-mutations/harmless-edits.ts'
import type { Mutation } from './template-mutations/mutation.ts'
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

const mutated = ([, make]: Mutation): { Resources: Record<string, unknown> } => {
  const document = JSON.parse(own.text)
  make(document.Resources)
  return document
}

const check = (text: string): Promise<readonly Fault[]> =>
  checkTemplate(text, own.app, mkdtempSync(join(tmpdir(), 'plimsoll-check-')))

it('finds nothing in our own template', async () => {
  expect(await check(own.text)).toEqual([])
})

describe('a slip is found:', () => {
  it.each(slips.map((slip) => [slip[0], slip] as const))('%s', async (_slip, mutation) => {
    const document = mutated(mutation)
    // Our own rules answer in a millisecond; the validator and cdk-nag are asked for what they leave.
    const faults = await lintTemplate(document)
    const found = faults.length > 0 ? faults : await check(JSON.stringify(document))
    expect(found.length).toBeGreaterThan(0)
    for (const { id, rule, says } of found) expect(`${id}: ${says} (${rule})`).toMatch(/^[^\n]+$/)
  })

  it('text that is no template', async () => {
    expect(await check('{"Resources": ')).toHaveLength(1)
    expect(await check('[]')).toHaveLength(1)
  })
})

/** Every action that a role of ours grants, with the place where it stands. */
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

describe('no finding for', () => {
  it.each(harmlessEdits.map((edit) => [edit[0], edit] as const))('%s', async (_edit, mutation) => {
    expect(await lintTemplate(mutated(mutation))).toEqual([])
  })

  it('all harmless changes at once, by the whole gate', async () => {
    const document = JSON.parse(own.text)
    for (const [, make] of harmlessEdits) make(document.Resources)
    expect(await check(JSON.stringify(document))).toEqual([])
  })
})

describe('a schedule', () => {
  it.each([
    'rate(1 minute)',
    'rate(5 minutes)',
    'rate(1 hour)',
    'rate(12 hours)',
    'cron(0 10 * * ? *)',
    'cron(0/15 8-17 ? * MON-FRI *)',
    'at(2026-01-01T00:00:00)',
  ])('may be %s', (text) => expect(isScheduleExpression(text)).toBe(true))
  it.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'rate(-1 hours)',
    'rate(5)',
    'cron(0 10 * * *)',
    'cron(61 10 * * ? *)',
    'cron(0 24 * * ? *)',
    'cron(0 10 * * * *)',
    'every minute',
    '',
  ])('may not be %s', (text) => expect(isScheduleExpression(text)).toBe(false))
})
