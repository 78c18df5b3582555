import { arnOf, change, changeFirst, ENVIRONMENT, type Mutation, removeFirst, takeFirst } from './mutation.ts'

/** URL of an API's stage `ws`. */
const addressOf = (api: string, scheme: string) => ({
  'Fn::Join': ['', [scheme, { Ref: api }, '.execute-api.us-east-1.', { Ref: 'AWS::URLSuffix' }, '/ws']],
})

/** Slips in functions: settings, code and roles. */
export const functionSlips: readonly Mutation[] = [
  [
    'a setting that Lambda reserves',
    'reserved-environment',
    change('ApiIntake', `${ENVIRONMENT}.AWS_REGION`, 'us-east-1'),
  ],
  ['an environment over 4 KB', 'environment-size', change('ApiIntake', `${ENVIRONMENT}.NOTE`, 'x'.repeat(4200))],
  ['a setting with a dash', 'environment-name', change('ApiIntake', `${ENVIRONMENT}.SITE-URL`, 'x')],
  ['a runtime that does not exist', 'runtime', change('ApiIntake', 'Runtime', 'nodejs25.y')],
  ['an old runtime', 'runtime', change('ApiIntake', 'Runtime', 'nodejs18.x')],
  ['a time-out over 15 minutes', 'E3717', change('ApiIntake', 'Timeout', 1000)],
  ['too little memory', 'F3034', change('ApiIntake', 'MemorySize', 64)],
  ['no role', 'missing-grant', change('ApiIntake', 'Role', undefined)],
  ['another function’s role', 'own-role', change('ApiIntake', 'Role', arnOf('ApiTicketsRole'))],
  ['a role by its name', 'role-name', change('ApiIntake', 'Role', { Ref: 'ApiIntakeRole' })],
  ['another handler', 'runtime', change('ApiIntake', 'Handler', 'index.main')],
  ['a misspelt property', 'F3002', change('ApiIntake', 'Memorysize', 512)],
  ['a reference to nothing', 'F1020', change('ApiIntake', `${ENVIRONMENT}.TICKETS_TABLE`, { Ref: 'Tickts' })],
  [
    'an attribute that does not exist',
    'E9004',
    change('ApiIntake', `${ENVIRONMENT}.TICKETS_TABLE`, { 'Fn::GetAtt': ['Tickets', 'Name'] }),
  ],
  [
    'a log that is kept for ever',
    'log-retention',
    changeFirst('Logs::LogGroup', 'ApiIntakeLog', 'RetentionInDays', undefined),
  ],
  [
    'a role with a policy that others write',
    'managed-policy',
    change('ApiIntakeRole', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']),
  ],
  [
    'a function under another name',
    'unknown-function',
    (all) => Object.assign(all.ApiIntake?.Metadata ?? {}, { 'local:bundle': 'api-in' }),
  ],
  ['a function that is gone', 'function-missing', removeFirst('Lambda::Function', '"local:bundle":"sweep-queue"')],
  ['a function that is told nothing', 'setting-missing', change('ApiIntake', 'Environment', undefined)],
  [
    'a function that is not told its table',
    'setting-missing',
    change('StampToken', `${ENVIRONMENT}.AGENT_LOAD_TABLE`, undefined),
  ],
  [
    'a function that takes another table for its own',
    'setting-value',
    change('ApiIntake', `${ENVIRONMENT}.TICKETS_TABLE`, { Ref: 'Search' }),
  ],
  [
    'a function that rings another queue',
    'setting-value',
    change('ApiIntake', `${ENVIRONMENT}.TICKET_QUEUE_URL`, { Ref: 'SyncRoleQueue' }),
  ],
  [
    'a function that takes an ARN for an address',
    'setting-value',
    change('ApiIntake', `${ENVIRONMENT}.TICKET_QUEUE_URL`, arnOf('TicketQueue')),
  ],
  ['an intake whose caller gives up first', 'late-answer', change('ApiIntake', 'Timeout', 60)],
  ['a trigger that people’s signing in does not wait for', 'late-answer', change('StampToken', 'Timeout', 15)],
  ['a role that Lambda may not take on', 'trust', change('ApiIntakeRole', 'AssumeRolePolicyDocument.Statement', [])],
  ['a line that Lambda stops', 'recursive-loop', change('AssignTicket', 'RecursiveLoop', undefined)],
  [
    'a function that runs another’s code',
    'own-code',
    takeFirst('Lambda::Function', '"api-intake"', '"api-tickets"', 'Code'),
  ],
  [
    'a function in a network that it may not enter',
    'missing-grant',
    change('ApiIntake', 'VpcConfig', { SubnetIds: ['subnet-12345678'], SecurityGroupIds: ['sg-12345678'] }),
  ],
  [
    'a function that looks for rows in other shards',
    'setting-value',
    change('ApiTickets', `${ENVIRONMENT}.INDEX_SHARDS`, '4'),
  ],
  [
    'a function that counts under another name',
    'setting-value',
    change('ApiTickets', `${ENVIRONMENT}.POWERTOOLS_SERVICE_NAME`, 'tickets'),
  ],
  [
    'a broadcaster that speaks to an API',
    'setting-value',
    change('BroadcastChange', `${ENVIRONMENT}.SOCKET_ENDPOINT`, addressOf('HttpApi', 'https://')),
  ],
  [
    'a broadcaster that opens a socket to speak',
    'setting-value',
    change('BroadcastChange', `${ENVIRONMENT}.SOCKET_ENDPOINT`, addressOf('SocketApi', 'wss://')),
  ],
  [
    'a region of its own',
    'reserved-environment',
    change('SweepQueue', `${ENVIRONMENT}.AWS_DEFAULT_REGION`, 'eu-central-1'),
  ],
  ['a session of its own', 'reserved-environment', change('SweepQueue', `${ENVIRONMENT}.AWS_SESSION_TOKEN`, 'x')],
  ['a name that begins with a digit', 'environment-name', change('SweepQueue', `${ENVIRONMENT}.2ND_TRY`, 'x')],
  [
    'an environment of many small settings',
    'environment-size',
    (all) => {
      for (let place = 0; place < 120; place++)
        change('SweepQueue', `${ENVIRONMENT}.SETTING_NUMBER_${place}`, 'x'.repeat(25))(all)
    },
  ],
  [
    'an environment over 4 KB by a joined text',
    'environment-size',
    change('SweepQueue', `${ENVIRONMENT}.LONG`, { 'Fn::Join': ['', ['x'.repeat(4200), { Ref: 'AWS::Region' }]] }),
  ],
  [
    'a queue in place of a table',
    'setting-value',
    change('ApiTickets', `${ENVIRONMENT}.TICKETS_TABLE`, { Ref: 'Search' }),
  ],
  [
    'a table’s ARN in place of its name',
    'setting-value',
    change('ApiTickets', `${ENVIRONMENT}.TICKETS_TABLE`, arnOf('Tickets')),
  ],
  [
    'a table’s name as one remembers it',
    'setting-value',
    change('ApiTickets', `${ENVIRONMENT}.TICKETS_TABLE`, 'plimsoll-tickets'),
  ],
  ['a secret in a setting', 'secret', change('ApiMeta', 'Environment.Variables.API_KEY', 'AKIAIOSFODNN7EXAMPLE')],
  [
    'a secret’s value in a setting',
    'secret',
    change('ApiMeta', 'Environment.Variables.SIGNING_KEY', {
      'Fn::Sub': `{{resolve:secretsmanager:\${OriginSecret}}}`,
    }),
  ],
]
