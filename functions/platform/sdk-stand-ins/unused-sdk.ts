/**
 * Replaces, in every bundle, what the SDK's clients import but no function of ours uses: bearer tokens and event
 * streams (Bedrock's), endpoint discovery (DynamoDB's), and settings from elsewhere than the environment. Together they
 * are up to an eighth of a bundle.
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

// @smithy/signature-v4: every signer makes one, to sign events of a stream with.

export class HeaderFormatter {
  format(): never {
    return unused(EVENT_STREAMS)
  }
}

// @smithy/core/config: where a client looks for a setting that the environment does not have.

/** The SDK goes on to the setting's default after an error that allows the next link of its chain. */
export const fromSharedConfigFiles = () => async (): Promise<never> => {
  throw Object.assign(new Error('a function has no configuration files'), { tryNextLink: true })
}

export const getInstanceMetadataRegion: Unused = () => unused('the region of an EC2 instance')
