import { describe, expect, it } from 'vitest'
import {
  EventStreamSerde,
  eventStreamPayloadHandlerProvider,
  eventStreamSerdeProvider,
  fromEnvSigningName,
  getEventStreamPlugin,
  getWebSocketPlugin,
  NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS,
  nodeProvider,
  resolveEndpointDiscoveryConfig,
  resolveEventStreamConfig,
  resolveEventStreamSerdeConfig,
  resolveWebSocketConfig,
} from '../../functions/platform/unused-sdk.ts'

it.each([
  ['a bearer token of the environment', fromEnvSigningName()],
  ['any other bearer token', nodeProvider()],
  ['a stream of events', getEventStreamPlugin],
  ['a socket', getWebSocketPlugin],
  ['the events of an answer', () => new EventStreamSerde()],
])('says what is missing when %s is asked for all the same', (_case, ask) => {
  expect(ask).toThrow('the bundles leave them out')
})

describe('a client that sets itself up', () => {
  it.each([
    ['endpoint discovery', resolveEndpointDiscoveryConfig],
    ['event streams', resolveEventStreamConfig],
    ['their marshaller', resolveEventStreamSerdeConfig],
    ['sockets', resolveWebSocketConfig],
  ])('keeps its settings where %s would add some', (_case, resolve) => {
    const settings = { region: 'us-east-1' }

    expect(resolve(settings)).toBe(settings)
  })

  it('gets nothing to read streams with', () => {
    expect([eventStreamSerdeProvider(), eventStreamPayloadHandlerProvider()]).toEqual([undefined, undefined])
  })

  it('never discovers endpoints, whatever its surroundings say', () => {
    const { environmentVariableSelector, configFileSelector, ...rest } = NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS

    expect([environmentVariableSelector(), configFileSelector()]).toEqual([undefined, undefined])
    expect(rest.default).toBe(false)
  })
})
