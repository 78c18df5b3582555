import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CfnQueue } from 'aws-cdk-lib/aws-sqs'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { plimsollApp } from '../../bin/app.ts'
import { routes } from '../../functions/contracts/routes.ts'
import { tables } from '../../functions/stores/tables.ts'
import { access } from '../../lib/aws/access.ts'
import { statementsOfRole } from '../../lib/aws/template-lint/policies.ts'
import { readLintTemplate, targetOf } from '../../lib/aws/template-lint/template.ts'
import { type OwnTemplate, synthesiseOwnTemplate } from '../support/own-template.ts'

let own: OwnTemplate
beforeAll(() => {
  own = synthesiseOwnTemplate()
})

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const pascalCase = (name: string): string =>
  name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

describe('the HTTP API', () => {
  const functionOfRoute = (key: string): string | undefined => {
    const [, route] = own.of('AWS::ApiGatewayV2::Route').find(([, { Properties }]) => Properties.RouteKey === key) ?? []
    const integration = own.resources[targetOf(route?.Properties.Target) ?? '']
    return targetOf(integration?.Properties.IntegrationUri)
  }

  it.each(Object.entries(routes))('serves %s by the function of its noun', (_name, { method, path, noun }) => {
    expect(functionOfRoute(`${method} ${path}`)).toBe(pascalCase(`api-${noun}`))
  })

  it('says of every route who may call it', () => {
    for (const [name, { who }] of Object.entries(routes)) expect(who.length, name).toBeGreaterThan(0)
  })

  it('answers every other path by the function that knows 404 from 405', () => {
    const http = own
      .of('AWS::ApiGatewayV2::Route')
      .filter(([, { Properties }]) => Properties.RouteKey === '$default' && targetOf(Properties.ApiId) === 'HttpApi')
    expect(http).toHaveLength(1)
    const integration = own.resources[targetOf(http[0]?.[1].Properties.Target) ?? '']
    expect(targetOf(integration?.Properties.IntegrationUri)).toBe('ApiUnknown')
  })
})

describe('the WebSocket API', () => {
  it('lets nobody connect but by its authorizer, which reads the sub-protocol', () => {
    const connect = own.of('AWS::ApiGatewayV2::Route').find(([, { Properties }]) => Properties.RouteKey === '$connect')
    expect(connect?.[1].Properties.AuthorizationType).toBe('CUSTOM')
    const authorizer = own.resources[targetOf(connect?.[1].Properties.AuthorizerId) ?? '']
    expect(authorizer?.Properties.IdentitySource).toEqual(['route.request.header.Sec-WebSocket-Protocol'])
  })
})

describe('functions', () => {
  it.each(Object.keys(access))('%s runs its own bundle under a role of its own, by single actions', (name) => {
    const template = readLintTemplate({ Resources: own.resources })
    const fn = own.resources[pascalCase(name)]
    expect(fn?.Metadata?.['local:bundle']).toBe(name)
    expect(fn?.Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' })
    const role = targetOf(fn?.Properties.Role) ?? ''
    expect(role).toBe(`${pascalCase(name)}Role`)
    expect(own.resources[role]?.Properties.ManagedPolicyArns).toBeUndefined()
    for (const { actions } of statementsOfRole(template, role)) {
      for (const action of actions) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/)
    }
  })

  it('tells the local host which of them lead a ticket to an agent', () => {
    const urgent = Object.keys(access).filter(
      (name) => own.resources[pascalCase(name)]?.Metadata?.['local:urgent'] === true,
    )
    expect(urgent.toSorted()).toEqual(['accept-ticket', 'assign-ticket', 'publish-changes', 'triage-ticket'])
  })

  it('cannot delete an event, none of them', () => {
    const template = readLintTemplate({ Resources: own.resources })
    const onTickets = Object.keys(access)
      .flatMap((name) => statementsOfRole(template, `${pascalCase(name)}Role`))
      .filter(({ resources }) => resources.some((resource) => targetOf(resource) === 'Tickets'))
      .flatMap(({ actions }) => actions)
    expect(onTickets).toContain('dynamodb:PutItem')
    expect(onTickets.filter((action) => /Delete|BatchWrite|PartiQL/.test(action))).toEqual([])
  })

  it('may ask the configured model alone', () => {
    const template = readLintTemplate({ Resources: own.resources })
    const models = statementsOfRole(template, 'TriageTicketRole')
      .filter(({ actions }) => actions.includes('bedrock:InvokeModel'))
      .flatMap(({ resources }) => resources.map((resource) => JSON.stringify(resource)))
    expect(models).toHaveLength(4)
    for (const model of models) expect(model).toContain('amazon.nova-lite-v1:0')
  })
})

describe('accounts', () => {
  it('take passwords from our own role alone: the pool lets nobody else try one', () => {
    const clients = own.of('AWS::Cognito::UserPoolClient').map(([, { Properties }]) => Properties.ExplicitAuthFlows)
    expect(clients).toEqual([['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']])
  })
})

describe('tables', () => {
  it.each(Object.entries(tables))(
    '%s outlives the stack, can be restored, and forgets what has an end',
    (name, shape) => {
      const table = own.resources[name]
      expect(table?.DeletionPolicy).toBe('Retain')
      expect(table?.Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
      })
      const indexes = (table?.Properties.GlobalSecondaryIndexes ?? []) as ReadonlyArray<{ readonly IndexName: string }>
      expect(indexes.map(({ IndexName }) => IndexName).toSorted()).toEqual(
        shape.indexes.map((index) => index.name).toSorted(),
      )
      expect(table?.Properties.StreamSpecification !== undefined).toBe(shape.stream)
    },
  )
})

describe('queues', () => {
  it('set aside what fails five times, and somebody is told', () => {
    const alarmed = new Set(
      own
        .of('AWS::CloudWatch::Alarm')
        .filter(([, { Properties }]) => Properties.MetricName === 'ApproximateNumberOfMessagesVisible')
        .map(([, { Properties }]) => targetOf(Properties.Dimensions)),
    )
    const queues = own.of('AWS::SQS::Queue').filter(([, { Properties }]) => Properties.RedrivePolicy !== undefined)
    expect(queues).toHaveLength(7)
    for (const [name, { Properties }] of queues) {
      expect(Properties.RedrivePolicy, name).toMatchObject({ maxReceiveCount: 5 })
      expect(alarmed, name).toContain(targetOf(Properties.RedrivePolicy))
    }
  })

  it('take messages from the bus by the rule that is meant, and from no other', () => {
    for (const [name, { Properties }] of own.of('AWS::SQS::QueuePolicy')) {
      const document = JSON.stringify(Properties.PolicyDocument)
      if (document.includes('events.amazonaws.com')) expect(document, name).toContain('aws:SourceArn')
    }
  })
})

describe('alarms', () => {
  it('all reach the topic, and name the chapter of the runbook that helps', () => {
    const alarms = own.of('AWS::CloudWatch::Alarm')
    const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8')
    const chapters = [...runbook.matchAll(/^## (.+)$/gm)].map(([, chapter]) => chapter)
    expect(alarms.length).toBeGreaterThan(Object.keys(access).length)
    for (const [name, { Properties }] of alarms) {
      expect(Properties.AlarmActions, name).toHaveLength(1)
      const [, chapter] = /docs\/runbook\.md#([a-z-]+)$/.exec(String(Properties.AlarmDescription)) ?? []
      expect(chapters, name).toContain(chapter)
    }
  })
})

it('fits into one stack with room to grow', () => {
  expect(Object.keys(own.resources).length).toBeLessThan(450)
})

it('is not synthesised if CloudFormation would refuse it', () => {
  vi.stubEnv('CDK_VALIDATION', undefined)
  vi.spyOn(console, 'error').mockReturnValue()
  const app = plimsollApp(mkdtempSync(join(tmpdir(), 'plimsoll-refused-')))
  new CfnQueue(app.node.findChild('Plimsoll'), 'Forgetful', { messageRetentionPeriod: 7 })

  expect(() => app.synth()).toThrow('less than the minimum of 60')
}, 30_000)

it('is the same however often it is synthesised', () => {
  expect(synthesiseOwnTemplate().text).toBe(own.text)
})
