import { expect, it } from 'vitest'
import { grantedOn, statementsIn } from '../../lib/aws/template-lint/statements.ts'

const arnOf = (attribute: string) => ({ 'Fn::GetAtt': ['Tickets', attribute] })
const imported = (name: string, rest = '') => ({ 'Fn::Join': ['', [{ 'Fn::ImportValue': name }, rest]] })

/** Whether a grant on something is left where something is denied, of one action. */
const isLeft = (granted: unknown, denied: unknown): boolean => {
  const statements = statementsIn({
    Statement: [
      { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: granted },
      { Effect: 'Deny', Action: 'DynamoDB:*', Resource: denied },
    ],
  })
  return grantedOn(statements, 'dynamodb:GetItem', () => true).length > 0
}

it.each([
  ['everything', arnOf('Arn'), '*'],
  ['the same', arnOf('Arn'), arnOf('Arn')],
  ['the same, written otherwise', arnOf('Arn'), { 'Fn::Sub': `\${Tickets.Arn}` }],
  ['a topic by its reference', { 'Fn::GetAtt': ['News', 'TopicArn'] }, { Ref: 'News' }],
  ['a secret by its reference', { 'Fn::GetAtt': ['Key', 'Id'] }, { 'Fn::Sub': `\${Key}` }],
  ['what begins alike', { 'Fn::Sub': `\${Tickets.Arn}/index/by-owner` }, { 'Fn::Sub': `\${Tickets.Arn}/*` }],
  ['the same of another stack', imported('Table'), imported('Table', '*')],
])('a grant is undone by a denial of %s', (_what, granted, denied) => {
  expect(isLeft(granted, denied)).toBe(false)
})

it.each([
  ['another attribute', arnOf('StreamArn'), arnOf('Arn')],
  ['what another stack has', arnOf('Arn'), imported('Table', '*')],
  ['something else of that stack', imported('Other'), imported('Table', '*')],
  ['a name in other letters', 'arn:aws:dynamodb:eu-west-1:1:table/Rows', 'arn:aws:dynamodb:eu-west-1:1:table/rows'],
])('a grant stands beside a denial of %s', (_what, granted, denied) => {
  expect(isLeft(granted, denied)).toBe(true)
})
