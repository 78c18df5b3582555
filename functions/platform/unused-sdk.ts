/**
 * Replaces, in every bundle, what the SDK's clients import but no function of ours uses: bearer tokens and event
 * streams (Bedrock's), endpoint discovery (DynamoDB's). Together they are up to an eighth of a bundle.
 *
 * What a client calls to set itself up does nothing here; the rest throws. If a client imports further names after an
 * update, the build fails.
 */

const unused = (part: string): never => {
  throw new Error(`no function uses ${part} of the SDK, so that the bundles leave them out`)
}

type Unused = () => never

// @aws-sdk/token-providers: asked for only when there are no credentials to sign with.

export const fromEnvSigningName = (): Unused => () => unused('bearer tokens')
export const nodeProvider = (): Unused => () => unused('bearer tokens')

// @smithy/core/event-streams, @aws-sdk/eventstream-handler-node, @aws-sdk/middleware-eventstream,
// @aws-sdk/middleware-websocket

const EVENT_STREAMS = 'event streams'

export const eventStreamSerdeProvider = (): undefined => undefined
export const eventStreamPayloadHandlerProvider = (): undefined => undefined
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config
export const resolveEventStreamConfig = <Config>(config: Config): Config => config
export const resolveWebSocketConfig = <Config>(config: Config): Config => config
export const getEventStreamPlugin: Unused = () => unused(EVENT_STREAMS)
export const getWebSocketPlugin: Unused = () => unused(EVENT_STREAMS)
export class EventStreamSerde {
  constructor() {
    unused(EVENT_STREAMS)
  }
}

// @aws-sdk/middleware-endpoint-discovery

export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: (): undefined => undefined,
  configFileSelector: (): undefined => undefined,
  default: false,
}
export const resolveEndpointDiscoveryConfig = <Config>(config: Config): Config => config
