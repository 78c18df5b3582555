import { describe, expect, it, vi } from 'vitest'
import { isGranted, statementsOf } from '../../lib/local/permissions/iam-policy.ts'
import { permissionsOf } from '../../lib/local/permissions.ts'
import { templateOf } from './emulated-aws.ts'
import { ticketTemplate } from './ticket-template.ts'

const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/Tickets'
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:TicketQueue'
const permissions = (document = ticketTemplate()) => permissionsOf(templateOf(document, () => 4566))

describe("a function's role", () => {
  it.each([
    ['Writer', 'dynamodb:PutItem', TABLE, true],
    ['Writer', 'dynamodb:Query', `${TABLE}/index/by_status`, true],
    ['Writer', 'dynamodb:Query', TABLE, false],
    ['Writer', 'dynamodb:DeleteItem', TABLE, false],
    ['Writer', 'dynamodb:PutItem', 'arn:aws:dynamodb:us-east-1:000000000000:table/Other', false],
    ['Reader', 'dynamodb:GetItem', TABLE, true],
    ['Reader', 'dynamodb:PutItem', TABLE, false],
    ['nobody', 'dynamodb:GetItem', TABLE, false],
    ['local-operator', 'anything:AtAll', '*', true],
  ])('%s: %s on %s is %s', (caller, action, resource, expected) => {
    expect(permissions().isAllowed(caller, action, resource)).toBe(expected)
  })

  it('loses the right with the grant', () => {
    const document = ticketTemplate()
    document.Resources.WriterPolicy.Properties.PolicyDocument.Statement = []

    expect(permissions(document).isAllowed('Writer', 'dynamodb:PutItem', TABLE)).toBe(false)
  })

  it('is looked up once, even if the template lacks it', () => {
    const template = templateOf(ticketTemplate(), () => 4566)
    const resolutions = vi.spyOn(template, 'nameOf')
    const { isRoleAllowed } = permissionsOf(template)
    const ask = () => isRoleAllowed('no-such-role', 'dynamodb:GetItem', TABLE)

    expect(ask()).toBe(false)
    const first = resolutions.mock.calls.length
    expect(ask()).toBe(false)
    expect(first).toBeGreaterThan(0)
    expect(resolutions).toHaveBeenCalledTimes(first)
  })

  it('is refused when it carries a managed policy that is not emulated', () => {
    const document = ticketTemplate()
    document.Resources.WriterRole.Properties.ManagedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess']

    expect(() => permissions(document).isAllowed('Writer', 'dynamodb:PutItem', TABLE)).toThrow('AdministratorAccess')
  })
})

describe('resource policies', () => {
  it('let the API invoke a function only from the route that the permission names', () => {
    const source = (path: string) => `arn:aws:execute-api:us-east-1:000000000000:Api/$default/POST${path}`

    expect(permissions().mayInvoke('Writer', 'apigateway.amazonaws.com', source('/api/tickets'))).toBe(true)
    expect(permissions().mayInvoke('Writer', 'apigateway.amazonaws.com', source('/api/other'))).toBe(false)
    expect(permissions().mayInvoke('Writer', 'events.amazonaws.com', source('/api/tickets'))).toBe(false)
    expect(permissions().mayInvoke('Reader', 'apigateway.amazonaws.com', source('/api/tickets'))).toBe(false)
  })

  it('let the bus send to a queue only for the rule that the queue policy names', () => {
    const rule = 'arn:aws:events:us-east-1:000000000000:rule/plimsoll/QueuedRule'

    expect(permissions().maySend(QUEUE, 'events.amazonaws.com', rule)).toBe(true)
    expect(permissions().maySend(QUEUE, 'events.amazonaws.com', `${rule}Other`)).toBe(false)
    expect(permissions().maySend(`${QUEUE}DeadLetters`, 'events.amazonaws.com', rule)).toBe(false)
  })
})

describe('a policy statement', () => {
  const granted = (statement: object, context = {}) =>
    isGranted(
      statementsOf({ Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::b/*', ...statement }] }),
      {
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::b/k',
        context,
      },
    )

  it.each([
    ['a wildcard', {}, true],
    ['an action in other case', { Action: 'S3:getobject' }, true],
    ['NotAction that names it', { Action: undefined, NotAction: 's3:GetObject' }, false],
    ['NotAction that names another', { Action: undefined, NotAction: 's3:PutObject' }, true],
    ['NotResource that names it', { Resource: undefined, NotResource: 'arn:aws:s3:::b/*' }, false],
    ['a dot that is no wildcard', { Resource: 'arn:aws:s3:::b.k' }, false],
    ['a lone question mark', { Resource: 'arn:aws:s3:::b/?' }, true],
  ])('with %s', (_case, statement, expected) => {
    expect(granted(statement)).toBe(expected)
  })

  it.each([
    ['StringEquals', { StringEquals: { k: ['a', 'b'] } }, { K: 'b' }, true],
    ['StringEquals without the key', { StringEquals: { k: 'a' } }, {}, false],
    ['StringEqualsIfExists without the key', { StringEqualsIfExists: { k: 'a' } }, {}, true],
    ['StringLike', { StringLike: { k: 'a*' } }, { k: 'abc' }, true],
    ['StringNotEquals', { StringNotEquals: { k: 'a' } }, { k: 'a' }, false],
    ['ArnLike', { ArnLike: { k: 'arn:*:rule/x' } }, { k: 'arn:aws:rule/x' }, true],
    ['ArnEquals', { ArnEquals: { k: 'arn:aws:rule/x' } }, { k: 'arn:aws:rule/y' }, false],
    ['Bool', { Bool: { k: 'true' } }, { k: 'true' }, true],
    ['Null', { Null: { k: 'true' } }, { k: 'here' }, false],
    ['ForAllValues', { 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: ['a', 'c'] }, false],
    ['ForAnyValue', { 'ForAnyValue:StringEquals': { k: ['a', 'b'] } }, { k: ['a', 'c'] }, true],
  ])('under %s', (_case, Condition, context, expected) => {
    expect(granted({ Condition }, context)).toBe(expected)
  })

  it('is refused under an operator that is not emulated', () => {
    expect(() => granted({ Condition: { IpAddress: { k: '10.0.0.0/8' } } })).toThrow('IpAddress')
  })
})
