import type { AwsAnswer, AwsError } from '../aws-service.ts'

/** Codes of SQS's older query protocol, which its answers still carry for older clients. */
const QUERY_ERRORS: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue;Sender',
  QueueNameExists: 'QueueAlreadyExists;Sender',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation;Sender',
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** An error in the protocol of the service: XML for S3, JSON for all others. */
export const errorAnswer = (service: string, { status, code, message, members }: AwsError): AwsAnswer => {
  if (service === 's3') {
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`
    return { status, headers: { 'content-type': 'application/xml' }, body }
  }
  const queryError = QUERY_ERRORS[code]
  return {
    status,
    headers: {
      'x-amzn-errortype': code,
      ...(service === 'sqs' && { 'x-amzn-query-error': queryError ?? `${code};Sender` }),
    },
    body: JSON.stringify({ __type: code, message, ...members }),
  }
}
