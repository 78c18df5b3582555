import { changeFirst, type Mutation, removeFirst, showOnDashboard } from './mutation.ts'

/** Slips in the dashboard. */
export const dashboardSlips: readonly Mutation[] = [
  [
    'a dashboard that is no JSON',
    'dashboard',
    changeFirst('CloudWatch::Dashboard', '', 'DashboardBody', '{"widgets": ['),
  ],
  ['a widget without a metric that exists', 'metric', showOnDashboard([['AWS/Lambda', 'Errorz']])],
  ['a widget with a misspelt metric of our own', 'metric', showOnDashboard([['Plimsoll', 'TicketCreated']])],
  [
    'a search for a misspelt metric of our own',
    'metric',
    showOnDashboard([
      [
        {
          expression: `SEARCH('{Plimsoll,department,service} MetricName="AgentNeeded" service="plimsoll"', 'Maximum')`,
        },
      ],
    ]),
  ],
  [
    'a widget that computes with what it does not show',
    'expression',
    showOnDashboard([[{ expression: 'sent * 2' }], ['Plimsoll', 'MailsSent', 'service', 'plimsoll', { id: 'mails' }]]),
  ],
  ['a dashboard that is gone', 'dashboard-missing', removeFirst('CloudWatch::Dashboard', '')],
  [
    'a widget whose second line is misspelt',
    'metric',
    showOnDashboard([
      ['AWS/Lambda', 'Errors'],
      ['.', 'Errorz'],
    ]),
  ],
  ['a widget of what nobody counts', 'metric', showOnDashboard([['Plimsoll', 'TicketsOpened', 'service', 'plimsoll']])],
  [
    'a widget of a service’s metric in other letters',
    'metric',
    showOnDashboard([['AWS/Events', 'matchedEvents', 'EventBusName', 'plimsoll']]),
  ],
  [
    'a widget that computes with nothing',
    'expression',
    showOnDashboard([[{ expression: 'm1 / m2', id: 'e1' }], ['AWS/Lambda', 'Errors', { id: 'm1' }]]),
  ],
]
