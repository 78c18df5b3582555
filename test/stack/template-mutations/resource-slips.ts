import { change, changeFirst, type Mutation } from './mutation.ts'

const ENVIRONMENT = 'Environment.Variables'

/** Slips in what runs and what stores. */
export const resourceSlips: readonly Mutation[] = [
  ['a setting that Lambda reserves', change('ApiIntake', `${ENVIRONMENT}.AWS_REGION`, 'us-east-1')],
  ['an environment over 4 KB', change('ApiIntake', `${ENVIRONMENT}.NOTE`, 'x'.repeat(4200))],
  ['a setting with a dash', change('ApiIntake', `${ENVIRONMENT}.SITE-URL`, 'x')],
  ['a runtime that does not exist', change('ApiIntake', 'Runtime', 'nodejs25.y')],
  ['an old runtime', change('ApiIntake', 'Runtime', 'nodejs18.x')],
  ['a time-out over 15 minutes', change('ApiIntake', 'Timeout', 1000)],
  ['too little memory', change('ApiIntake', 'MemorySize', 64)],
  ['no role', change('ApiIntake', 'Role', undefined)],
  ['another function’s role', change('ApiIntake', 'Role', { 'Fn::GetAtt': ['ApiTicketsRole', 'Arn'] })],
  ['another handler', change('ApiIntake', 'Handler', 'index.main')],
  ['a misspelt property', change('ApiIntake', 'Memorysize', 512)],
  ['a reference to nothing', change('ApiIntake', `${ENVIRONMENT}.TICKETS_TABLE`, { Ref: 'Tickts' })],
  [
    'an attribute that does not exist',
    change('ApiIntake', `${ENVIRONMENT}.TICKETS_TABLE`, { 'Fn::GetAtt': ['Tickets', 'Name'] }),
  ],
  ['a log that is kept for ever', changeFirst('Logs::LogGroup', 'ApiIntakeLog', 'RetentionInDays', undefined)],

  ['an index over an undefined attribute', change('Tickets', 'AttributeDefinitions.2', undefined)],
  [
    'a definition that no key uses',
    change('Search', 'AttributeDefinitions.2', { AttributeName: 'spare', AttributeType: 'S' }),
  ],
  [
    'a key of five attributes',
    change(
      'AgentLoad',
      'GlobalSecondaryIndexes.0.KeySchema',
      ['pk', 'sk', 'by_kind_key', 'by_kind_order', 'pk'].map((AttributeName) => ({ AttributeName, KeyType: 'HASH' })),
    ),
  ],
  ['a table that goes with the stack', (all) => Object.assign(all.Tickets ?? {}, { DeletionPolicy: 'Delete' })],
  ['a table that one call deletes', change('Tickets', 'DeletionProtectionEnabled', false)],
  ['a table without recovery', change('Tickets', 'PointInTimeRecoverySpecification', undefined)],
  ['rows that never expire', change('Connections', 'TimeToLiveSpecification', undefined)],
]
