import { expect, it } from 'vitest'
import { keptResources, mailDomainGoing } from '../../bin/stage/kept-resources.ts'
import { synthesiseOwnTemplate } from '../support/own-template.ts'

const own = synthesiseOwnTemplate()
const kept = keptResources(own.text)

it('keeps what people wrote and who they are when the stack goes', () => {
  expect(kept).toContainEqual({
    kind: 'DynamoDB Table',
    ids: ['Tickets', 'AgentLoad', 'Insight', 'Search', 'Connections'],
  })
  expect(kept).toContainEqual({ kind: 'Cognito UserPool', ids: ['UserPool'] })
  // Without the old secret no mailed tracking link would work any more.
  expect(kept).toContainEqual({ kind: 'SecretsManager Secret', ids: expect.arrayContaining(['TrackingSecret']) })
})

it('lets the logs of functions go with them', () => {
  expect(kept.find(({ kind }) => kind === 'Logs LogGroup')).toBeUndefined()
})

it('tells which domain SES forgets with the stack: as AWS says, or else the template', () => {
  const none = new Map<string, string>()
  const making = JSON.stringify({
    Resources: { MailIdentity: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'example.org' } } },
  })
  expect(mailDomainGoing(making, none)).toBe('example.org')
  expect(mailDomainGoing(making, new Map([['Tickets', 'Plimsoll-Tickets-1']]))).toBeUndefined()
  expect(mailDomainGoing(making, new Map([['MailIdentity', 'other.example']]))).toBe('other.example')
  expect(mailDomainGoing('{"Resources": {}}', none)).toBeUndefined()
})

it('keeps nothing whose name would stand in the way of the next deployment', () => {
  const named = kept
    .flatMap(({ ids }) => ids)
    .filter((id) =>
      Object.keys(own.resources[id]?.Properties ?? {}).some((property) => /^(Name|\w+Name)$/.test(property)),
    )
  expect(named).toEqual([])
})
