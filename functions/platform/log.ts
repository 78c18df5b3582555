import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger'
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types'
import { Metrics } from '@aws-lambda-powertools/metrics'
import { correlationId } from './correlation.ts'

/** The stage's name, so that stages in one account keep their figures apart. */
const serviceName = process.env.POWERTOOLS_SERVICE_NAME ?? 'plimsoll'

/** Names the request in each line by itself: messages of one batch are worked on side by side. */
class CorrelatedFormatter extends LogFormatter {
  override formatAttributes(attributes: UnformattedAttributes, additional: LogAttributes): LogItem {
    const { logLevel, message, timestamp, serviceName: service, xRayTraceId } = attributes
    return new LogItem({
      attributes: {
        level: logLevel,
        message,
        timestamp: this.formatTimestamp(timestamp),
        service,
        xray_trace_id: xRayTraceId,
        correlation_id: correlationId(),
      },
    }).addAttributes(additional)
  }
}

/** One line of JSON an entry; no personal text goes in. */
export const logger = new Logger({ serviceName, logFormatter: new CorrelatedFormatter() })

/** Business metrics as embedded metric format on standard output. */
export const metrics = new Metrics({ namespace: 'Plimsoll', serviceName })
