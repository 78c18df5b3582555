import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, it, vi } from 'vitest'
import { synthesiseOwnTemplate } from '../support/own-template.ts'
import { ownAddresses } from '../support/stage.ts'

const cloudFormation = mockClient(CloudFormationClient)

beforeEach(() => {
  cloudFormation.reset()
  vi.stubEnv('PLIMSOLL_STAGE', 'staging')
})

it('finds a stage’s addresses past CloudFront by the names that its stack has for the APIs', async () => {
  cloudFormation.on(ListStackResourcesCommand, { StackName: 'Plimsoll-staging' }).resolves({
    StackResourceSummaries: Object.keys(synthesiseOwnTemplate().resources).map((LogicalResourceId) => ({
      LogicalResourceId,
      PhysicalResourceId: `${LogicalResourceId.toLowerCase()}0`,
      ResourceType: undefined,
      LastUpdatedTimestamp: undefined,
      ResourceStatus: 'CREATE_COMPLETE' as const,
    })),
  })

  expect(await ownAddresses()).toEqual({
    api: 'https://httpapi0.execute-api.us-east-1.amazonaws.com',
    socket: 'wss://socketapi0.execute-api.us-east-1.amazonaws.com/ws',
  })
})

it('says which stack there is not', async () => {
  cloudFormation.on(ListStackResourcesCommand).resolves({ StackResourceSummaries: [] })

  await expect(ownAddresses()).rejects.toThrow('Plimsoll-staging')
})
