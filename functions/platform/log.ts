import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger'
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types'
import { Metrics } from '@aws-lambda-powertools/metrics'
import { correlationId } from './correlation.ts'

/** The stage's name, so that stages in one account keep their figures apart. */
const serviceName = process.env.POWERTOOLS_SERVICE_NAME ?? 'plimsoll'

/** Adds the request id to each line, as the messages of one batch are handled concurrently. */
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

/** Writes one line of JSON per entry; personal text must not be logged. */
export const logger = new Logger({ serviceName, logFormatter: new CorrelatedFormatter() })

/** Business metrics as embedded metric format on standard output. */
export const metrics = new Metrics({ namespace: 'Plimsoll', serviceName })
