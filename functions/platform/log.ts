import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics } from '@aws-lambda-powertools/metrics'

/** One line of JSON an entry; no personal text goes in. */
export const logger = new Logger({ serviceName: 'plimsoll' })

/** Business metrics as embedded metric format on standard output. */
export const metrics = new Metrics({ namespace: 'Plimsoll', serviceName: 'plimsoll' })
