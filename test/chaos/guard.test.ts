import { expect, it } from 'vitest'
import { newGuard, type Role } from './roles.ts'

const FILE = 'functions/events/some.ts'

/** A guard for a function that may use only one resource. @param resource part of its ARN */
const guardOf = (resource: string) => {
  const role: Role = {
    functionId: 'Some',
    settings: {},
    name: 'SomeRole',
    allows: (right) => `${right.resource} ${right.context?.['ses:FromAddress'] ?? ''}`.includes(resource),
  }
  return newGuard(() => role)
}

it.each([
  ['a model', 'Bedrock', 'Converse', (name: string) => ({ modelId: name })],
  ['a sender', 'Mail', 'SendEmail', (name: string) => ({ FromEmailAddress: `${name}@example.com` })],
  ['a bus', 'EventBridge', 'PutEvents', (name: string) => ({ Entries: [{ EventBusName: name }] })],
  ['a pool', 'Identity', 'AdminGetUser', (name: string) => ({ UserPoolId: name })],
  ['a queue', 'SQS', 'SendMessage', (name: string) => ({ QueueUrl: `https://sqs/1/${name}` })],
  ['a secret', 'Secrets', 'GetSecretValue', (name: string) => ({ SecretId: name })],
  ['a table', 'DynamoDB', 'BatchGet', (name: string) => ({ RequestItems: { [name]: { Keys: [] } } })],
  ['an index', 'DynamoDB', 'Query', (name: string) => ({ TableName: 'rows', IndexName: name })],
])('that a function may reach %s does not let it reach another', (_what, service, operation, inputOf) => {
  const guard = guardOf('mine')

  guard.admit(FILE, service, operation, inputOf('mine'))
  expect(() => guard.admit(FILE, service, operation, inputOf('theirs'))).toThrow('is not authorized to perform')
  expect(guard.refused()).toHaveLength(1)
})

it('tells services apart whose operations have one name', () => {
  const guard = guardOf('sqs')

  guard.admit(FILE, 'SQS', 'Send', { QueueUrl: '' })
  expect(() => guard.admit(FILE, 'Mail', 'Send', { FromEmailAddress: '' })).toThrow('is not authorized to perform')
})

it('lets no call pass of a service whose rights nobody has said', () => {
  expect(() => guardOf('').admit(FILE, 'Storage', 'GetObject', {})).toThrow('call of Storage')
})
