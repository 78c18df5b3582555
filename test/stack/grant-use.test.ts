import { expect, it } from 'vitest'
import { reasonOf, SELDOM } from '../../bin/grants/seldom.ts'
import { type Grant, grantsOf, unfeltGrants } from '../../bin/grants/use.ts'
import type { AllowedCall } from '../../lib/local/permissions.ts'
import { readTemplate } from '../../lib/local/template.ts'
import { synthesiseOwnTemplate } from '../support/own-template.ts'

const own: unknown = JSON.parse(synthesiseOwnTemplate().text)

const grantsIn = (document: unknown): readonly Grant[] =>
  grantsOf(readTemplate(document, { awsPort: () => 0, localUrl: (url) => url, dynamicReference: (name) => name }))

/** A call that uses a grant, with a value for each wildcard of its resource. */
const callOf = ({ policy, action, resource, source }: Grant): AllowedCall => ({
  policy,
  action,
  resource: resource.replaceAll('*', 'some'),
  source: source?.replaceAll('*', 'some') ?? null,
})

const grants = grantsIn(own)
const everyCall = grants.map(callOf)

it('needs every permission of ours when all are used: none is given twice', () => {
  expect(grants.length).toBeGreaterThan(300)
  expect(unfeltGrants(grants, everyCall)).toEqual([])
})

it('names a permission that was given to no purpose, and only that', () => {
  const planted = structuredClone(own) as {
    Resources: Record<string, { Properties: { Policies: { PolicyDocument: { Statement: object[] } }[] } }>
  }
  const table = { 'Fn::GetAtt': ['Search', 'Arn'] }
  planted.Resources.ApiMetaRole?.Properties.Policies[0]?.PolicyDocument.Statement.push({
    Effect: 'Allow',
    Action: ['dynamodb:Scan'],
    Resource: table,
  })

  expect(unfeltGrants(grantsIn(planted), everyCall)).toMatchObject([
    { policy: 'ApiMetaRole', action: 'dynamodb:Scan', resource: expect.stringMatching(/table\/Search$/) },
  ])
})

it.each([
  ['a role', 'TriageTicketRole', 'dynamodb:PutItem'],
  ['a service that calls a function', 'ApiIntake', 'lambda:InvokeFunction'],
  ['a service that sends to a queue', 'IndexTicketQueue', 'sqs:SendMessage'],
])('misses no call of %s', (_who, policy, action) => {
  const isIt = (grant: Grant) => grant.policy.endsWith(policy) && grant.action === action
  const left = grants.filter((grant) => !isIt(grant)).map(callOf)
  const named = unfeltGrants(grants, left)

  expect(named.length).toBeGreaterThan(0)
  expect(named).toEqual(grants.filter(isIt))
})

it('asks a function that may call for one source for each of its sources', () => {
  const [first, ...others] = grants.filter(({ action, source }) => action === 'lambda:InvokeFunction' && source)
  expect(first).toBeDefined()
  expect(unfeltGrants(grants, others.map(callOf))).toContain(first)
})

it('excuses each permission that is needed seldom by a reason, and none that is not given', () => {
  for (const { policies, actions, on } of SELDOM) {
    for (const policy of policies) {
      const excused = grants.filter((grant) => grant.policy === policy && on.test(grant.resource))
      for (const action of actions)
        expect(
          excused.map((grant) => grant.action),
          policy,
        ).toContain(action)
    }
  }
  expect(reasonOf({ policy: 'ApiMetaRole', action: 'dynamodb:Scan', resource: '*', source: null })).toBeUndefined()
  expect(reasonOf({ policy: 'ApiIntakeRole', action: 'sqs:SendMessage', resource: 'TicketQueue', source: null })).toBe(
    undefined,
  )
})
