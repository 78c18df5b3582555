import { expect, it } from 'vitest'
import { openDashboard } from '../../lib/local/dashboard.ts'
import { newMetricHistory } from '../../lib/local/metrics/history.ts'
import { readTemplate } from '../../lib/local/template.ts'
import { synthesiseOwnTemplate } from '../support/own-template.ts'

const template = readTemplate(JSON.parse(synthesiseOwnTemplate().text), {
  awsPort: () => 0,
  localUrl: (url) => url,
  dynamicReference: (name) => name,
})

it('reads every expression and search of the stack’s own dashboard, and prices a ticket by what was counted', () => {
  const history = newMetricHistory()
  const now = new Date()
  const say = (namespace: string, name: string, dimensions: Record<string, string>, value: number) =>
    history.add({ namespace, name, dimensions }, value, now)
  say('Plimsoll', 'TicketsCreated', { service: 'plimsoll' }, 2)
  say('AWS/DynamoDB', 'ConsumedWriteCapacityUnits', { TableName: template.nameOf('Tickets') }, 1_000_000)
  say('Plimsoll', 'MailsSent', { service: 'plimsoll' }, 1_000)
  const graphs = openDashboard(template, history, now)(now).flatMap((widget) => (widget.kind === 'graph' ? widget : []))
  const perTicket = graphs.find(({ title }) => title === 'Cost per ticket, USD')?.lines ?? []

  expect(graphs.length).toBeGreaterThan(15)
  // A million units for 0.625 USD and a thousand mails for 0.1 USD, shared by two tickets.
  expect(perTicket.map(({ points }) => points.at(-1)?.toFixed(4))).toEqual([((0.625 + 0.1) / 2).toFixed(4)])
})

it('draws every dead-letter queue, and how far each reader of the stream is behind', () => {
  const graphs = openDashboard(template, newMetricHistory(), new Date())(new Date())
  const labelsOf = (title: string): readonly string[] =>
    graphs.flatMap((widget) =>
      widget.kind === 'graph' && widget.title === title ? widget.lines.map(({ label }) => label) : [],
    )
  const deadLetters = template
    .resourcesOf('AWS::SQS::Queue')
    .filter(({ logicalId }) => logicalId.endsWith('DeadLetters'))

  expect(deadLetters.length).toBeGreaterThan(0)
  expect(labelsOf('Dead letters').toSorted()).toEqual(deadLetters.map(({ logicalId }) => logicalId).toSorted())
  expect(labelsOf('Age of the stream at its readers, ms')).toEqual(['publish-changes', 'broadcast-change'])
})
