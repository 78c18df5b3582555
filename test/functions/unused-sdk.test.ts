import { describe, expect, it } from 'vitest'
import {
  EventStreamSerde,
  eventStreamPayloadHandlerProvider,
  eventStreamSerdeProvider,
  fromEnvSigningName,
  fromSharedConfigFiles,
  getEventStreamPlugin,
  getInstanceMetadataRegion,
  getWebSocketPlugin,
  HeaderFormatter,
  NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS,
  nodeProvider,
  resolveEndpointDiscoveryConfig,
  resolveEventStreamConfig,
  resolveEventStreamSerdeConfig,
  resolveWebSocketConfig,
} from '../../functions/platform/sdk-stand-ins/unused-sdk.ts'

it.each([
  ['a bearer token of the environment', fromEnvSigningName()],
  ['any other bearer token', nodeProvider()],
  ['a stream of events', getEventStreamPlugin],
  ['a socket', getWebSocketPlugin],
  ['the events of an answer', () => new EventStreamSerde()],
  ['the signature of an event', () => new HeaderFormatter().format()],
  ['the region of an EC2 instance', getInstanceMetadataRegion],
])('throws and names what is missing if %s is used anyway', (_case, ask) => {
  expect(ask).toThrow('the bundles leave them out')
})

describe('the setup of a client', () => {
  it.each([
    ['endpoint discovery', resolveEndpointDiscoveryConfig],
    ['event streams', resolveEventStreamConfig],
    ['their marshaller', resolveEventStreamSerdeConfig],
    ['sockets', resolveWebSocketConfig],
  ])('leaves the settings unchanged where %s would add some', (_case, resolve) => {
    const settings = { region: 'us-east-1' }

    expect(resolve(settings)).toBe(settings)
  })

  it('gets no reader of event streams', () => {
    expect([eventStreamSerdeProvider(), eventStreamPayloadHandlerProvider()]).toEqual([undefined, undefined])
  })

  it('goes on to the default of a setting that the environment does not have', async () => {
    await expect(fromSharedConfigFiles()()).rejects.toMatchObject({ tryNextLink: true })
  })

  it('never discovers endpoints, whatever the environment or a configuration file says', () => {
    const { environmentVariableSelector, configFileSelector, ...rest } = NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS

    expect([environmentVariableSelector(), configFileSelector()]).toEqual([undefined, undefined])
    expect(rest.default).toBe(false)
  })
})
