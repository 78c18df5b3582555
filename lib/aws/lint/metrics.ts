import { BUSINESS_METRICS, SPLIT_METRICS } from '../business-metrics.ts'
import { isMisspelt } from './spelling.ts'
import { type LintTemplate, list, record, textOf } from './template.ts'

/**
 * Metrics that services publish, as far as templates like ours look at them, and our own. Each service's guide lists its
 * own, such as Lambda's "Types of metrics for Lambda functions", and lists more every year.
 */
const METRICS: Readonly<Record<string, ReadonlySet<string>>> = {
  Plimsoll: new Set<string>([...BUSINESS_METRICS, ...Object.keys(SPLIT_METRICS)]),
  'AWS/Lambda': new Set([
    'AsyncEventAge',
    'AsyncEventsDropped',
    'AsyncEventsReceived',
    'ClaimedAccountConcurrency',
    'ConcurrentExecutions',
    'DeadLetterErrors',
    'DeletedEventCount',
    'DestinationDeliveryFailures',
    'DroppedEventCount',
    'Duration',
    'Errors',
    'FailedInvokeEventCount',
    'FilteredOutEventCount',
    'Invocations',
    'InvokedEventCount',
    'IteratorAge',
    'OffsetLag',
    'OnFailureDestinationDeliveredEventCount',
    'OversizedRecordCount',
    'PolledEventCount',
    'PostRuntimeExtensionsDuration',
    'ProvisionedConcurrencyInvocations',
    'ProvisionedConcurrencySpilloverInvocations',
    'ProvisionedConcurrencyUtilization',
    'ProvisionedConcurrentExecutions',
    'RecursiveInvocationsDropped',
    'SignatureValidationErrors',
    'Throttles',
    'UnreservedConcurrentExecutions',
    'Url4xxCount',
    'Url5xxCount',
    'UrlRequestCount',
    'UrlRequestLatency',
  ]),
  'AWS/SQS': new Set([
    'ApproximateAgeOfOldestMessage',
    'ApproximateAgeOfOldestMessageInQuietGroups',
    'ApproximateNumberOfGroupsWithInflightMessages',
    'ApproximateNumberOfMessagesDelayed',
    'ApproximateNumberOfMessagesDelayedInQuietGroups',
    'ApproximateNumberOfMessagesNotVisible',
    'ApproximateNumberOfMessagesNotVisibleInQuietGroups',
    'ApproximateNumberOfMessagesVisible',
    'ApproximateNumberOfMessagesVisibleInQuietGroups',
    'ApproximateNumberOfNoisyGroups',
    'NumberOfDeduplicatedSentMessages',
    'NumberOfEmptyReceives',
    'NumberOfMessagesDeleted',
    'NumberOfMessagesReceived',
    'NumberOfMessagesSent',
    'SentMessageSize',
  ]),
  'AWS/DynamoDB': new Set([
    'AccountMaxReads',
    'AccountMaxTableLevelReads',
    'AccountMaxTableLevelWrites',
    'AccountMaxWrites',
    'AccountProvisionedReadCapacityUtilization',
    'AccountProvisionedWriteCapacityUtilization',
    'AgeOfOldestUnreplicatedRecord',
    'ConditionalCheckFailedRequests',
    'ConsumedChangeDataCaptureUnits',
    'ConsumedReadCapacityUnits',
    'ConsumedWriteCapacityUnits',
    'FailedToReplicateRecordCount',
    'MaxProvisionedTableReadCapacityUtilization',
    'MaxProvisionedTableWriteCapacityUtilization',
    'OnDemandMaxReadRequestUnits',
    'OnDemandMaxWriteRequestUnits',
    'OnlineIndexConsumedWriteCapacity',
    'OnlineIndexPercentageProgress',
    'OnlineIndexThrottleEvents',
    'PendingReplicationCount',
    'ProvisionedReadCapacityUnits',
    'ProvisionedWriteCapacityUnits',
    'ReadAccountLimitThrottleEvents',
    'ReadKeyRangeThroughputThrottleEvents',
    'ReadMaxOnDemandThroughputThrottleEvents',
    'ReadProvisionedThroughputThrottleEvents',
    'ReadThrottleEvents',
    'ReplicationLatency',
    'ReturnedBytes',
    'ReturnedItemCount',
    'ReturnedRecordsCount',
    'SuccessfulRequestLatency',
    'SystemErrors',
    'ThrottledPutRecordCount',
    'ThrottledRequests',
    'TimeToLiveDeletedItemCount',
    'TransactionConflict',
    'UserErrors',
    'WriteAccountLimitThrottleEvents',
    'WriteKeyRangeThroughputThrottleEvents',
    'WriteMaxOnDemandThroughputThrottleEvents',
    'WriteProvisionedThroughputThrottleEvents',
    'WriteThrottleEvents',
  ]),
  'AWS/ApiGateway': new Set([
    '4XXError',
    '4xx',
    '5XXError',
    '5xx',
    'CacheHitCount',
    'CacheMissCount',
    'ClientError',
    'ConnectCount',
    'Count',
    'DataProcessed',
    'ExecutionError',
    'IntegrationError',
    'IntegrationLatency',
    'Latency',
    'MessageCount',
  ]),
  'AWS/SES': new Set([
    'Bounce',
    'Click',
    'Complaint',
    'Delivery',
    'DeliveryDelay',
    'Open',
    'Reject',
    'Rendering Failure',
    'RenderingFailure',
    'Reputation.BounceRate',
    'Reputation.ComplaintRate',
    'Send',
    'Subscription',
  ]),
}

/** Metrics of services that our house uses, as far as it may look at them: elsewhere others of them may be right. */
const OWN_METRICS: Readonly<Record<string, ReadonlySet<string>>> = {
  'AWS/Events': new Set([
    'DeadLetterInvocations',
    'FailedInvocations',
    'IngestionToInvocationCompleteLatency',
    'IngestionToInvocationStartLatency',
    'IngestionToInvocationSuccessLatency',
    'InvocationAttempts',
    'Invocations',
    'InvocationsCreated',
    'InvocationsFailedToBeSentToDlq',
    'InvocationsSentToDlq',
    'MatchedEvents',
    'PutEventsApproximateCallCount',
    'PutEventsApproximateFailedCount',
    'PutEventsApproximateSuccessCount',
    'PutEventsApproximateThrottledCount',
    'PutEventsEntriesCount',
    'PutEventsFailedEntriesCount',
    'PutEventsLatency',
    'PutEventsRequestSize',
    'RetryInvocationAttempts',
    'SuccessfulInvocationAttempts',
    'ThrottledRules',
    'TriggeredRules',
  ]),
  'AWS/Bedrock': new Set([
    'CacheReadInputTokenCount',
    'CacheWriteInputTokenCount',
    'InputTokenCount',
    'InvocationClientErrors',
    'InvocationLatency',
    'InvocationServerErrors',
    'InvocationThrottles',
    'Invocations',
    'OutputTokenCount',
    'TimeToFirstToken',
  ]),
  'AWS/WAFV2': new Set([
    'AllowedRequests',
    'BlockedRequests',
    'CaptchaRequests',
    'ChallengeRequests',
    'CountedRequests',
    'PassedRequests',
  ]),
  'AWS/CloudFront': new Set([
    '4xxErrorRate',
    '5xxErrorRate',
    'BytesDownloaded',
    'BytesUploaded',
    'CacheHitRate',
    'FunctionComputeUtilization',
    'FunctionExecutionErrors',
    'FunctionInvocations',
    'FunctionThrottles',
    'FunctionValidationErrors',
    'OriginLatency',
    'Requests',
    'TotalErrorRate',
  ]),
  'AWS/Scheduler': new Set([
    'InvocationAttemptCount',
    'InvocationDroppedCount',
    'InvocationThrottleCount',
    'InvocationsFailedToBeSentToDeadLetterCount',
    'InvocationsSentToDeadLetterCount',
    'TargetErrorCount',
    'TargetErrorThrottledCount',
  ]),
  'AWS/SNS': new Set([
    'NumberOfMessagesPublished',
    'NumberOfNotificationsDelivered',
    'NumberOfNotificationsFailed',
    'NumberOfNotificationsFailedToRedriveToDlq',
    'NumberOfNotificationsRedrivenToDlq',
    'PublishSize',
  ]),
  'AWS/Cognito': new Set([
    'AccountTakeoverRisk',
    'CallCount',
    'CompromisedCredentialsRisk',
    'FederationSuccesses',
    'FederationThrottles',
    'NoRisk',
    'Risk',
    'SignInSuccesses',
    'SignInThrottles',
    'SignUpSuccesses',
    'SignUpThrottles',
    'ThrottleCount',
    'TokenRefreshSuccesses',
    'TokenRefreshThrottles',
  ]),
  'AWS/S3': new Set(['4xxErrors', '5xxErrors', 'AllRequests', 'BucketSizeBytes', 'NumberOfObjects']),
  'AWS/Logs': new Set(['DeliveryErrors', 'DeliveryThrottling', 'IncomingBytes', 'IncomingLogEvents']),
}

/** Whether something in the template makes a metric of what a log says. */
const isFiltered = (template: LintTemplate, namespace: unknown, name: unknown): boolean =>
  template
    .of('Logs::MetricFilter')
    .flatMap(({ properties }) => list(properties.MetricTransformations).map(record))
    .some(({ MetricNamespace, MetricName }) => textOf(MetricNamespace) === namespace && textOf(MetricName) === name)

/**
 * Whether somebody publishes a metric. In our own house what is not listed is a slip; elsewhere a namespace may be another
 * service's, or the application's, and a name one that a service began to publish yesterday, unless it is nearly a known one.
 */
export const isPublished = (template: LintTemplate, namespace: unknown, name: unknown): boolean => {
  const knownIn = (listed: typeof METRICS) =>
    Object.hasOwn(listed, String(namespace)) ? listed[String(namespace)] : undefined
  const known = knownIn(METRICS)
  if (isFiltered(template, namespace, name)) return true
  if (known?.has(String(name))) return true
  if (known) return !template.isHouse && !isMisspelt(String(name), known)
  return !template.isHouse || (knownIn(OWN_METRICS)?.has(String(name)) ?? false)
}

export interface Term {
  readonly id: unknown
  readonly expression: unknown
}

/** A search over metrics, or a query of Metrics Insights: no name in it is a line's. */
const IS_QUERY = /^\s*(?:SEARCH|SELECT)\b/i

/** Names of lines that an expression computes with; functions are in capitals. */
export const namesIn = (expression: unknown): readonly string[] =>
  typeof expression === 'string' && !IS_QUERY.test(expression)
    ? (withoutTexts(expression).match(/\b[a-z]\w*/g) ?? [])
    : []

/** Names that an expression uses though no line beside it goes by them. */
export const unknownIdsIn = (terms: readonly Term[]): readonly string[] => {
  const ids = new Set(terms.map(({ id }) => id))
  return terms.flatMap(({ expression }) => namesIn(expression)).filter((name) => !ids.has(name))
}

/** Quoted texts, and searches within a computation, name nothing that is computed with. */
const withoutTexts = (expression: string): string => expression.replaceAll(/'[^']*'|"[^"]*"|<[^<>]*>/g, '')
