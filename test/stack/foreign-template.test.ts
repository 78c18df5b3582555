import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkTemplate } from '../../lib/aws/template-check.ts'
import { lintTemplate } from '../../lib/aws/template-lint.ts'
import { synthesiseOwnTemplate } from '../support/own-template.ts'
import { foreignSlips } from './foreign-template/foreign-slips.ts'
import { foreignTemplate } from './foreign-template/foreign-template.ts'
import { soundSnippets } from './foreign-template/sound-snippets.ts'
import { type Resources, WHOLE_LINE } from './template-mutations/mutation.ts'

describe('a template of somebody else', () => {
  it('is not held to what our own house has decided', async () => {
    expect(await lintTemplate(foreignTemplate)).toEqual([])
  })

  it('is read by the whole gate, where each finding is a line', async () => {
    const { app } = synthesiseOwnTemplate()
    const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-check-'))
    const faults = await checkTemplate(JSON.stringify(foreignTemplate), app, scratch)
    // CloudFormation would accept it; findings of cdk-nag can only be acknowledged, with a reason.
    for (const { rule } of faults) expect(rule).toMatch(/^(?:AwsSolutions|Serverless)-/)
    for (const { id, says } of faults) expect(`${id}: ${says}.`).toMatch(WHOLE_LINE)
  })

  it.each(soundSnippets)('may have %s', async (_what, template) => {
    expect(await lintTemplate(template)).toEqual([])
  })

  it.each(foreignSlips)('may not have %s, by %s', async (_slip, rule, make) => {
    const document: { Resources: Resources } = JSON.parse(JSON.stringify(foreignTemplate))
    make(document.Resources)
    const faults = await lintTemplate(document)
    expect(faults.map((fault) => fault.rule)).toContain(rule)
    for (const { id, says } of faults) expect(`${id}: ${says}.`).toMatch(WHOLE_LINE)
  })
})

/** Whether two routes of one key, each with a condition, can both be in one outcome. */
const isTwice = async (conditions: object, template: object = {}): Promise<boolean> => {
  const route = (Condition: string) => ({ ...foreignTemplate.Resources.SharedRoute, Condition })
  const document = {
    ...template,
    Conditions: conditions,
    Resources: { Proxy: foreignTemplate.Resources.Proxy, One: route('One'), Other: route('Other') },
  }
  return (await lintTemplate(document)).some(({ rule }) => rule === 'route-twice')
}

const equals = (...sides: readonly unknown[]) => ({ 'Fn::Equals': sides })
const not = (condition: object) => ({ 'Fn::Not': [condition] })
const both = (...conditions: readonly object[]) => ({ 'Fn::And': conditions })
const [STAGE, PEER, REGION] = ['Stage', 'Peer', 'AWS::Region'].map((Ref) => ({ Ref }))
const isOn = (...keys: readonly unknown[]) => equals({ 'Fn::FindInMap': ['Options', ...keys] }, 'yes')
const options = { Mappings: { Options: { live: { one: 'yes', other: 'no' }, test: { one: 'no', other: 'yes' } } } }
const peerOf = (Assert: object) => ({
  Rules: { OfLive: { RuleCondition: equals(STAGE, 'live'), Assertions: [{ Assert }] } },
})
const parameter = (settings: object) => ({ Parameters: { Peer: { Type: 'String', ...settings } } })
const ALWAYS = equals('a', 'a')

describe('two routes of one key', () => {
  it.each<readonly [string, object, object, object]>([
    [
      'one thing equals another that is known',
      both(equals(STAGE, PEER), equals(STAGE, 'a')),
      not(equals(PEER, 'a')),
      {},
    ],
    [
      'one thing equals a third by way of another',
      both(equals(STAGE, PEER), equals(PEER, REGION), equals(STAGE, 'a')),
      not(equals(REGION, 'a')),
      {},
    ],
    [
      'things are equal by way of another',
      both(equals(STAGE, PEER), equals(PEER, REGION)),
      not(equals(REGION, STAGE)),
      {},
    ],
    [
      'one thing is nothing that another may be',
      equals(STAGE, PEER),
      equals(STAGE, 'a'),
      parameter({ AllowedValues: ['b', 'c'] }),
    ],
    ['a mapping says so', isOn('live', 'one'), isOn('live', 'other'), options],
    ['a mapping says so of each stage', isOn(STAGE, 'one'), isOn(STAGE, 'other'), options],
    ['a mapping says so of a stage', isOn(STAGE, 'one'), equals('test', STAGE), options],
    ['a rule says so', equals(STAGE, 'live'), equals(PEER, 'a'), peerOf({ 'Fn::Contains': [['b', 'c'], PEER] })],
    ['a parameter’s pattern says so', ALWAYS, equals(PEER, ''), parameter({ AllowedPattern: '[a-z.]+|none' })],
    [
      'a mapping knows its stages',
      { 'Fn::Not': [{ 'Fn::Or': [isOn(STAGE, 'one'), isOn(STAGE, 'other')] }] },
      ALWAYS,
      options,
    ],
    ['it is one thing in other words', equals({ 'Fn::Sub': `\${Peer}` }, 'a'), equals(PEER, 'b'), {}],
    ['a text of one piece is that', equals({ 'Fn::Join': ['', [PEER]] }, 'a'), equals(PEER, 'b'), {}],
    ['a parameter’s numbers say so', ALWAYS, equals(PEER, 0), parameter({ Type: 'Number', MinValue: 1 })],
    ['a parameter’s numbers end before', ALWAYS, equals(PEER, 9), parameter({ Type: 'Number', MaxValue: 8 })],
    ['a parameter’s greatest length says so', ALWAYS, equals(PEER, 'long'), parameter({ MaxLength: 3 })],
    ['a parameter’s length says so', ALWAYS, equals(PEER, ''), parameter({ MinLength: 1 })],
  ])('are never there together where %s', async (_why, one, other, template) => {
    expect(await isTwice({ One: one, Other: other }, template)).toBe(false)
  })

  it.each<readonly [string, object, object, object]>([
    ['one thing may equal another', both(equals(STAGE, PEER), equals(STAGE, 'a')), equals(PEER, 'a'), {}],
    ['things may be equal, whatever they are', equals(STAGE, PEER), not(equals(PEER, 'a')), {}],
    ['two things may differ', not(equals(STAGE, PEER)), not(equals(PEER, 'a')), {}],
    [
      'two things may be many, and equal',
      equals(STAGE, PEER),
      equals(PEER, 'a'),
      parameter({ AllowedValues: Array.from('abcdefghijklmnop') }),
    ],
    ['a mapping allows it', isOn('live', 'one'), isOn('test', 'other'), options],
    ['a mapping allows it at a stage', isOn(STAGE, 'one'), equals(STAGE, 'live'), options],
    ['a mapping has a default', isOn(STAGE, 'one', { DefaultValue: 'yes' }), isOn(STAGE, 'other'), options],
    ['a rule allows it', equals(STAGE, 'live'), equals(PEER, 'b'), peerOf({ 'Fn::Contains': [['b', 'c'], PEER] })],
    ['a rule is about something else', equals(STAGE, 'live'), equals(PEER, 'b'), peerOf(equals(REGION, 'a'))],
    ['nothing keeps a rule', equals(STAGE, 'live'), ALWAYS, peerOf({ 'Fn::RefAll': 'AWS::EC2::VPC::Id' })],
    ['a pattern allows it', ALWAYS, equals(PEER, 'none'), parameter({ AllowedPattern: '[a-z.]+' })],
    ['a pattern has a class of Java’s', ALWAYS, equals(PEER, 'a'), parameter({ AllowedPattern: '\\p{Alpha}+' })],
    ['a pattern has ends of Java’s', ALWAYS, equals(PEER, 'a'), parameter({ AllowedPattern: '\\A[a-z]+\\z' })],
    [
      'a pattern is for the name under which a value is kept',
      ALWAYS,
      equals(PEER, 'a'),
      parameter({ Type: 'AWS::SSM::Parameter::Value<String>', AllowedPattern: '/.*' }),
    ],
    [
      'values are names under which one is kept',
      ALWAYS,
      equals(PEER, 'a'),
      parameter({ Type: 'AWS::SSM::Parameter::Value<String>', AllowedValues: ['/a', '/b'] }),
    ],
    ['a pattern is Java’s alone', ALWAYS, equals(PEER, ''), parameter({ AllowedPattern: '(?i)[a-z]++' })],
  ])('are found where %s', async (_why, one, other, template) => {
    expect(await isTwice({ One: one, Other: other }, template)).toBe(true)
  })
})

const openKey = {
  Type: 'AWS::KMS::Key',
  Properties: { KeyPolicy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }] } },
}

describe('what no rule can read', () => {
  const { SlowShop } = foreignTemplate.Resources
  const { Properties } = SlowShop
  const silent = { ...SlowShop, Properties: { ...Properties, AlarmActions: [] } }
  const lint = async (document: object) =>
    (await lintTemplate(document)).map(({ id, rule, says }) => {
      expect(`${id}: ${says}.`).toMatch(WHOLE_LINE)
      return rule
    })

  it('is one finding beside all others', async () => {
    const strange = { ...SlowShop, Properties: { ...Properties, Period: { toString: 1 } } }
    const found = await lint({ Resources: { SlowShop: strange, Queue: { Type: { toString: 1 } }, Key: openKey } })
    expect(found).toEqual(['open-policy', 'unreadable'])
  })

  it('is an endless chain of conditions', async () => {
    const names = Array.from({ length: 9000 }, (_each, place) => [`C${place}`, { Condition: `C${place + 1}` }])
    const found = await lint({ Conditions: Object.fromEntries(names), Resources: { silent } })
    expect(found).toEqual(['alarm-silent', 'unreadable'])
  })

  it.each(['constructor', 'toString'])('is not the name %s of a namespace', async (Namespace) => {
    const named = { ...SlowShop, Properties: { ...Properties, Namespace } }
    expect(await lint({ Resources: { named } })).toEqual([])
  })

  it('is reported once by the gate, with its cause', async () => {
    const { app } = synthesiseOwnTemplate()
    const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-check-'))
    const round = { One: not({ Condition: 'Other' }), Other: not({ Condition: 'One' }) }
    const Resources = { SlowShop: { ...SlowShop, Condition: 'One' } }
    const faults = await checkTemplate(JSON.stringify({ Conditions: round, Resources }), app, scratch)
    expect(faults.length).toBeGreaterThan(0)
    expect(faults.map(({ rule }) => rule)).not.toContain('unreadable')
  })

  it('is no large mapping on both sides', async () => {
    const rows = Array.from({ length: 30 }, (_row, top) => [
      `r${top}`,
      Object.fromEntries(Array.from({ length: 20 }, (_cell, place) => [`c${place}`, `v${top * place}`])),
    ])
    const found = (name: string) => ({ 'Fn::FindInMap': ['Large', { Ref: name }, { Ref: `${name}Column` }] })
    const conditions = Array.from({ length: 20 }, (_each, place) => [`C${place}`, equals(found('One'), found('Other'))])
    const started = performance.now()
    await lint({
      Mappings: { Large: Object.fromEntries(rows) },
      Conditions: Object.fromEntries(conditions),
      Resources: { Slow: { ...silent, Condition: 'C0' } },
    })
    expect(performance.now() - started).toBeLessThan(5000)
  }, 20_000)
})
