import { expect, it } from 'vitest'
import { outcomesOf } from '../../lib/aws/lint/conditions.ts'

const STAGE = { Ref: 'Stage' }
const NO_VALUE = { Ref: 'AWS::NoValue' }
const IS_LIVE = { IsLive: { 'Fn::Equals': [STAGE, 'live'] } }

/** What becomes of a bucket's properties, in each outcome. */
const propertiesIn = (conditions: object, properties: object): readonly unknown[] =>
  outcomesOf({
    Conditions: conditions,
    Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: properties } },
  }).map((document) => (document as { Resources: { Bucket: { Properties: unknown } } }).Resources.Bucket.Properties)

it('leaves a template without conditions as it is', () => {
  const document = { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } }
  expect(outcomesOf(document)).toEqual([document])
  expect(outcomesOf('no template')).toEqual(['no template'])
})

it('takes one branch everywhere, then the other', () => {
  const choice = (whenLive: unknown, otherwise: unknown) => ({ 'Fn::If': ['IsLive', whenLive, otherwise] })
  expect(
    propertiesIn(IS_LIVE, { Name: choice('a', 'b'), Tags: [choice('x', NO_VALUE), 'y'], Rest: choice(NO_VALUE, {}) }),
  ).toEqual([
    { Name: 'a', Tags: ['x', 'y'] },
    { Name: 'b', Tags: ['y'], Rest: {} },
  ])
})

it('never gives one thing two of the values that it is compared with', () => {
  const conditions = {
    IsLive: { 'Fn::Equals': [STAGE, 'live'] },
    IsTrial: { 'Fn::Equals': ['trial', STAGE] },
    IsEither: { 'Fn::Or': [{ Condition: 'IsLive' }, { Condition: 'IsTrial' }] },
    IsBoth: { 'Fn::And': [{ Condition: 'IsLive' }, { Condition: 'IsTrial' }] },
    IsNeither: { 'Fn::Not': [{ Condition: 'IsEither' }] },
  }
  const told = Object.fromEntries(
    Object.keys(conditions).map((name) => [name, { 'Fn::If': [name, true, false] }] as const),
  )
  const nothing = { IsLive: false, IsTrial: false, IsEither: false, IsBoth: false, IsNeither: false }
  expect(propertiesIn(conditions, told)).toEqual([
    { ...nothing, IsLive: true, IsEither: true },
    { ...nothing, IsTrial: true, IsEither: true },
    { ...nothing, IsNeither: true },
  ])
})

it('leaves out a resource where its condition does not hold', () => {
  const outcomes = outcomesOf({
    Conditions: IS_LIVE,
    Resources: { Live: { Type: 'AWS::SNS::Topic', Condition: 'IsLive' }, Always: { Type: 'AWS::SNS::Topic' } },
  })
  expect(outcomes.map((each) => Object.keys((each as { Resources: object }).Resources))).toEqual([
    ['Live', 'Always'],
    ['Always'],
  ])
})

it('ends where conditions ask for each other, or are not there', () => {
  const round = { One: { Condition: 'Other' }, Other: { Condition: 'One' } }
  expect(propertiesIn(round, { Name: { 'Fn::If': ['One', 'a', 'b'] } })).toEqual([{ Name: 'b' }])
  expect(propertiesIn({}, { Name: { 'Fn::If': ['Unknown', 'a', 'b'] } })).toEqual([{ Name: 'b' }])
})
