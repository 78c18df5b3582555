import { add, arnOf, change, changeFirst, type Mutation, removeFirst } from './mutation.ts'

const MAPPING = 'Lambda::EventSourceMapping'

/** A filter for newly written rows whose key has a prefix. */
const newRows = (prefix: string): string =>
  JSON.stringify({ eventName: ['INSERT'], dynamodb: { NewImage: { sk: { S: [{ prefix }] } } } })

/** Slips in event source mappings, and in pipes and subscriptions of logs, which take their place. */
export const mappingSlips: readonly Mutation[] = [
  ['a batch over ten without a window', 'batch-window', changeFirst(MAPPING, 'AssignTicket', 'BatchSize', 100)],
  ['a batch over the limit', 'batch-window', changeFirst(MAPPING, 'AssignTicket', 'BatchSize', 20_000)],
  [
    'whole batches that fail',
    'partial-failures',
    changeFirst(MAPPING, 'AssignTicket', 'FunctionResponseTypes', undefined),
  ],
  [
    'a pipe that reads a queue by its address',
    'source-name',
    add('Pipe', 'AWS::Pipes::Pipe', {
      Source: { Ref: 'TicketQueue' },
      Target: arnOf('TicketDeadLetters'),
      RoleArn: 'arn:aws:iam::123456789012:role/pipes',
    }),
  ],
  [
    'logs that a queue gets by its address',
    'target-name',
    add('Tail', 'AWS::Logs::SubscriptionFilter', {
      DestinationArn: { Ref: 'TicketQueue' },
      FilterPattern: '',
      LogGroupName: 'plimsoll',
    }),
  ],
  ['a queue that nobody reads', 'unread-queue', removeFirst(MAPPING, 'IndexTicket')],
  [
    'a poison record that stops its shard',
    'stream-retries',
    changeFirst(MAPPING, 'PublishChanges', 'MaximumRetryAttempts', undefined),
  ],
  [
    'stream failures that are lost',
    'stream-destination',
    changeFirst(MAPPING, 'PublishChanges', 'DestinationConfig', undefined),
  ],
  [
    'a filter that is no JSON',
    'filter',
    changeFirst(MAPPING, 'PublishChanges', 'FilterCriteria.Filters.0.Pattern', '{'),
  ],
  [
    'a stream that is read from nowhere',
    'starting-position',
    changeFirst(MAPPING, 'PublishChanges', 'StartingPosition', undefined),
  ],
  [
    'a bad record that takes its batch along',
    'stream-bisect',
    changeFirst(MAPPING, 'PublishChanges', 'BisectBatchOnFunctionError', false),
  ],
  [
    'a mapping that calls a table',
    'mapping-function',
    changeFirst(MAPPING, 'AssignTicket', 'FunctionName', { Ref: 'Tickets' }),
  ],
  [
    'a filter by a text instead of a list',
    'filter',
    changeFirst(MAPPING, 'PublishChanges', 'FilterCriteria.Filters.0.Pattern', '{"eventName":"INSERT"}'),
  ],
  [
    'a filter with an operator that does not exist',
    'filter',
    changeFirst(MAPPING, 'PublishChanges', 'FilterCriteria.Filters.0.Pattern', '{"eventName":[{"startsWith":"INS"}]}'),
  ],
  [
    'a filter on a field that no record has',
    'filter',
    changeFirst(MAPPING, 'PublishChanges', 'FilterCriteria.Filters.0.Pattern', '{"evntName":["INSERT"]}'),
  ],
  [
    'a filter for a change in other letters',
    'filter',
    changeFirst(MAPPING, 'PublishChanges', 'FilterCriteria.Filters.0.Pattern', '{"$or":[{"eventName":["insert"]}]}'),
  ],
  [
    'a filter on a field that no message has',
    'filter',
    changeFirst(MAPPING, 'AssignTicket', 'FilterCriteria', {
      Filters: [{ Pattern: '{"Body":{"a":["b"]}}' }],
    }),
  ],
  ['a mapping that reads nothing', 'mapping-source', changeFirst(MAPPING, 'AssignTicket', 'EventSourceArn', undefined)],
  [
    'a filter without a pattern',
    'filter',
    changeFirst(MAPPING, 'PublishChanges', 'FilterCriteria.Filters.0.Pattern', undefined),
  ],
  [
    'stream failures to a queue’s address',
    'redrive',
    changeFirst(MAPPING, 'PublishChanges', 'DestinationConfig.OnFailure.Destination', {
      Ref: 'PublishDeadLetters',
    }),
  ],
  ['a consumer without a bound', 'mapping-unbounded', changeFirst(MAPPING, 'TriageTicket', 'ScalingConfig', undefined)],
  [
    'a stream of which other rows are heard',
    'stream-filter',
    changeFirst(MAPPING, 'PublishChanges', 'FilterCriteria.Filters.0.Pattern', newRows('EVENTS#')),
  ],
  [
    'a stream of which changes are heard, and nothing new',
    'stream-filter',
    changeFirst(MAPPING, 'BroadcastChange', 'FilterCriteria.Filters.0.Pattern', '{"eventName":["MODIFY"]}'),
  ],
  [
    'a stream that is heard from now on',
    'starting-position',
    changeFirst(MAPPING, 'PublishChanges', 'StartingPosition', 'LATEST'),
  ],
  [
    'a consumer that may run less often than it is called',
    'mapping-concurrency',
    change('AssignTicket', 'ReservedConcurrentExecutions', 5),
  ],
  [
    'messages that are dropped before they are read',
    'filter',
    changeFirst(MAPPING, 'AssignTicket', 'FilterCriteria', { Filters: [{ Pattern: '{"body":{"id":["1"]}}' }] }),
  ],
  [
    'a line that is read every five minutes',
    'queue-delay',
    changeFirst(MAPPING, 'AssignTicket', 'MaximumBatchingWindowInSeconds', 300),
  ],
  [
    'an outbox that gives up at once',
    'stream-retries',
    changeFirst(MAPPING, 'PublishChanges', 'MaximumRetryAttempts', 0),
  ],
  [
    'an outbox that gives up after a minute',
    'stream-retries',
    changeFirst(MAPPING, 'PublishChanges', 'MaximumRecordAgeInSeconds', 60),
  ],
  [
    'a window of a minute',
    'queue-delay',
    changeFirst(MAPPING, 'IndexTicketQueue', 'MaximumBatchingWindowInSeconds', 60),
  ],
  [
    'a window of six seconds in quotes',
    'queue-delay',
    changeFirst(MAPPING, 'IndexTicketQueue', 'MaximumBatchingWindowInSeconds', '6'),
  ],
  [
    'a queue with a starting position',
    'mapping-source',
    changeFirst(MAPPING, 'IndexTicketQueue', 'StartingPosition', 'LATEST'),
  ],
  [
    'a queue with retries of a stream',
    'mapping-source',
    changeFirst(MAPPING, 'IndexTicketQueue', 'MaximumRetryAttempts', 3),
  ],
  [
    'a stream with a concurrency of a queue',
    'mapping-source',
    changeFirst(MAPPING, 'PublishChanges', 'ScalingConfig', { MaximumConcurrency: 5 }),
  ],
  [
    'the dead letters in place of the line',
    'unread-queue',
    changeFirst(MAPPING, 'IndexTicketQueue', 'EventSourceArn', arnOf('IndexTicketDeadLetters')),
  ],
  [
    'a queue by its address',
    'mapping-source',
    changeFirst(MAPPING, 'IndexTicketQueue', 'EventSourceArn', { Ref: 'IndexTicketQueue' }),
  ],
  [
    'the table in place of its stream',
    'mapping-source',
    changeFirst(MAPPING, 'PublishChanges', 'EventSourceArn', arnOf('Tickets')),
  ],
]
