import { expect, it } from 'vitest'
import { outcomesOf } from '../../lib/aws/template-lint/conditions.ts'

const STAGE = { Ref: 'Stage' }
const NO_VALUE = { Ref: 'AWS::NoValue' }
const IS_LIVE = { IsLive: { 'Fn::Equals': [STAGE, 'live'] } }

/** A bucket's properties in each outcome. */
const propertiesIn = (conditions: object, properties: object, parameters: object = {}): readonly unknown[] =>
  outcomesOf({
    Parameters: parameters,
    Conditions: conditions,
    Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: properties } },
  }).map((document) => (document as { Resources: { Bucket: { Properties: unknown } } }).Resources.Bucket.Properties)

/** The conditions that hold in each outcome. */
const told = (conditions: object, parameters: object = {}): readonly unknown[] =>
  propertiesIn(
    conditions,
    Object.fromEntries(Object.keys(conditions).map((name) => [name, { 'Fn::If': [name, true, false] }] as const)),
    parameters,
  )

const equals = (...sides: readonly unknown[]) => ({ 'Fn::Equals': sides })
const isSet = (name: string) => ({ 'Fn::Not': [equals({ Ref: name }, '')] })
const allOf = (...names: readonly string[]) => ({ 'Fn::And': names.map((name) => ({ Condition: name })) })

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
  const nothing = { IsLive: false, IsTrial: false, IsEither: false, IsBoth: false, IsNeither: false }
  expect(told(conditions)).toEqual([
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

it('makes every combination of what is compared, such as production with a domain', () => {
  const conditions = { ...IS_LIVE, HasDomain: isSet('Domain'), IsBoth: allOf('IsLive', 'HasDomain') }
  expect(told(conditions)).toEqual([
    { IsLive: true, HasDomain: false, IsBoth: false },
    { IsLive: true, HasDomain: true, IsBoth: true },
    { IsLive: false, HasDomain: false, IsBoth: false },
    { IsLive: false, HasDomain: true, IsBoth: false },
  ])
})

it('makes the same document once', () => {
  const inEurope = { 'Fn::Or': ['eu-west-1', 'eu-north-1'].map((region) => equals({ Ref: 'AWS::Region' }, region)) }
  expect(told({ inEurope })).toEqual([{ inEurope: true }, { inEurope: false }])
})

it('lets a parameter be what it may be alone', () => {
  const conditions = { ...IS_LIVE, IsTrial: equals('trial', STAGE) }
  const allowing = (...AllowedValues: readonly unknown[]) =>
    told(conditions, { Stage: { Type: 'String', AllowedValues } })
  const [live, trial] = [
    { IsLive: true, IsTrial: false },
    { IsLive: false, IsTrial: true },
  ]
  expect(allowing('live', 'trial')).toEqual([live, trial])
  expect(allowing('trial')).toEqual([trial])
  expect(allowing('live', 'test')).toEqual([live, { IsLive: false, IsTrial: false }])
})

it('compares as CloudFormation does: by text, from either side, and literals at once', () => {
  const [one, other] = [{ Ref: 'One' }, { Ref: 'Other' }]
  expect(told({ Always: equals('true', true), Never: equals(1, 2) })).toEqual([{ Always: true, Never: false }])
  expect(told({ Is: equals(one, true), IsToo: equals('true', one) })).toEqual([
    { Is: true, IsToo: true },
    { Is: false, IsToo: false },
  ])
  const compared = told({ Are: equals(one, other), AreToo: equals(other, one), IsEmpty: equals(other, '') })
  expect(compared).toHaveLength(4)
  expect(new Set(compared)).toEqual(
    new Set([
      { Are: true, AreToo: true, IsEmpty: true },
      { Are: true, AreToo: true, IsEmpty: false },
      { Are: false, AreToo: false, IsEmpty: true },
      { Are: false, AreToo: false, IsEmpty: false },
    ]),
  )
  expect(told({ Are: equals(one, other), IsA: equals(one, 'a'), IsB: equals(other, 'b') })).not.toContainEqual({
    Are: true,
    IsA: true,
    IsB: true,
  })
})

it('reaches each condition, and each two values, where there are too many to combine', () => {
  const names = Array.from({ length: 40 }, (_each, place) => `Option${place}`)
  const all = allOf(...names.slice(3, 9))
  const outcomes = told({ ...Object.fromEntries(names.map((name) => [name, isSet(name)])), All: all }) as ReadonlyArray<
    Readonly<Record<string, boolean>>
  >
  expect(outcomes.length).toBeLessThan(100)
  expect(new Set(outcomes.map(({ All }) => All))).toEqual(new Set([true, false]))
  for (const one of names)
    for (const other of names.filter((name) => name !== one))
      expect(new Set(outcomes.map((outcome) => `${outcome[one]} ${outcome[other]}`)).size).toBe(4)
})

it('reads conditions that name each other over and over in no time', () => {
  const deep = Array.from({ length: 60 }, (_each, place) => {
    const before = { Condition: `C${place}` }
    return [`C${place + 1}`, { 'Fn::And': [before, { 'Fn::Not': [{ 'Fn::Not': [before] }] }] }] as const
  })
  expect(told({ C0: equals(STAGE, 'live'), ...Object.fromEntries(deep) })).toHaveLength(2)
})
