import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { mockClient } from 'aws-sdk-client-mock'

/** The secret that the front door adds to every request. */
export const ORIGIN_SECRET = 'the-origin-secret'
const POOL = 'us-east-1_Test'
export const CLIENT = 'test-client'
export const ISSUER = `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`

/** The settings of every function; set before any handler is imported. */
Object.assign(process.env, {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  TICKETS_TABLE: 'Tickets',
  AGENT_LOAD_TABLE: 'AgentLoad',
  INSIGHT_TABLE: 'Insight',
  SEARCH_TABLE: 'Search',
  CONNECTIONS_TABLE: 'Connections',
  TICKET_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/000000000000/TicketQueue',
  INTAKE_DLQ_URL: 'https://sqs.us-east-1.amazonaws.com/000000000000/AcceptTicketDeadLetters',
  EVENT_BUS_NAME: 'plimsoll',
  USER_POOL_ID: POOL,
  USER_POOL_CLIENT_ID: CLIENT,
  SOCKET_ENDPOINT: 'https://socket.example.org/ws',
  ORIGIN_SECRET_ARN: 'arn:origin',
  TRACKING_SECRET_ARN: 'arn:tracking',
  SITE_URL: 'https://support.example.org',
  MAIL_FROM: 'support@example.org',
  MODEL_PROVIDER: 'embedded',
  MODEL_ID: 'us.amazon.nova-lite-v1:0',
  RATE_LIMIT: '0',
  INDEX_SHARDS: '1',
  VERSION: '0.0.0-test',
  DASHBOARD_NAME: 'plimsoll-staging',
})

globalThis.fetch = async (address) => {
  throw new Error(`no test may reach ${address instanceof Request ? address.url : address}`)
}

mockClient(SecretsManagerClient)
  .rejects(new Error('not this operation'))
  .on(GetSecretValueCommand, { SecretId: 'arn:origin' })
  .resolves({ SecretString: ORIGIN_SECRET })
  .on(GetSecretValueCommand, { SecretId: 'arn:tracking' })
  .resolves({ SecretString: 'the-tracking-secret' })
