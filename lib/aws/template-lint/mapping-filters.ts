import { isRecord, type JsonRecord, recordOf } from '../json-record.ts'
import { filterFault } from './event-pattern.ts'
import { isUnread, list } from './template.ts'
import { jsonOf } from './template-json.ts'

export type SourceService = 'sqs' | 'dynamodb' | 'kinesis'

/** Fields of the records that a mapping reads (AWS Lambda developer guide, event filtering); Kinesis is not listed. */
const RECORD_FIELDS: Readonly<Partial<Record<SourceService, ReadonlySet<string>>>> = {
  sqs: new Set([
    '$or',
    'attributes',
    'awsRegion',
    'body',
    'eventSource',
    'eventSourceARN',
    'md5OfBody',
    'messageAttributes',
    'messageId',
    'receiptHandle',
  ]),
  dynamodb: new Set([
    '$or',
    'awsRegion',
    'dynamodb',
    'eventID',
    'eventName',
    'eventSource',
    'eventSourceARN',
    'eventVersion',
    'userIdentity',
  ]),
}

/** Values of `eventName` in DynamoDB streams. */
const CHANGES = new Set<unknown>(['INSERT', 'MODIFY', 'REMOVE'])

/**
 * Why a mapping's filter would be refused, or never match; undefined if it is sound, or only known at a deployment.
 *
 * @param service the service whose records are read; undefined if unknown
 */
export const mappingFilterFault = (written: unknown, service: SourceService | undefined): string | undefined => {
  if (isUnread(written)) return undefined
  const pattern = jsonOf(written)
  if (!isRecord(pattern)) return 'is no JSON'
  // An empty filter matches everything.
  if (Object.keys(pattern).length === 0) return undefined
  return filterFault(pattern) ?? (service && recordFault(pattern, service))
}

const recordFault = (pattern: JsonRecord, service: SourceService): string | undefined => {
  const fields = RECORD_FIELDS[service]
  const unknown = Object.keys(pattern).find((field) => fields && !fields.has(field))
  if (unknown !== undefined) return `matches on ${unknown}, which no record has`
  const { eventName, $or } = pattern
  const change = list(eventName).find((each) => typeof each === 'string' && !CHANGES.has(each) && !isUnread(each))
  if (service === 'dynamodb' && change !== undefined) return `waits for the change ${change}, which does not exist`
  return list($or)
    .map((choice) => recordFault(recordOf(choice), service))
    .find((fault) => fault !== undefined)
}
