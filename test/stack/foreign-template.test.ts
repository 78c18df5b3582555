import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkTemplate } from '../../lib/aws/template-check.ts'
import { lintTemplate } from '../../lib/aws/template-lint.ts'
import { synthesiseOwnTemplate } from '../support/own-template.ts'
import { foreignSlips } from './foreign-template/foreign-slips.ts'
import { foreignTemplate } from './foreign-template/foreign-template.ts'
import { type Resources, WHOLE_LINE } from './template-mutations/mutation.ts'

describe('a template of somebody else', () => {
  it('is not held to what our own house has decided', async () => {
    expect(await lintTemplate(foreignTemplate)).toEqual([])
  })

  it('is read by the whole gate, where each finding is a line', async () => {
    const { app } = synthesiseOwnTemplate()
    const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-check-'))
    const faults = await checkTemplate(JSON.stringify(foreignTemplate), app, scratch)
    // CloudFormation would take it; cdk-nag asks of any template what only an acknowledgement with a reason answers.
    for (const { rule } of faults) expect(rule).toMatch(/^(?:AwsSolutions|Serverless)-/)
    for (const { id, says } of faults) expect(`${id}: ${says}.`).toMatch(WHOLE_LINE)
  })

  it.each(foreignSlips)('may not have %s, by %s', async (_slip, rule, make) => {
    const document: { Resources: Resources } = JSON.parse(JSON.stringify(foreignTemplate))
    make(document.Resources)
    const faults = await lintTemplate(document)
    expect(faults.map((fault) => fault.rule)).toContain(rule)
    for (const { id, says } of faults) expect(`${id}: ${says}.`).toMatch(WHOLE_LINE)
  })
})
