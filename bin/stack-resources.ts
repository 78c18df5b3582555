import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation'
import { failsAs } from './finding.ts'

/** The stacks' only region: a web ACL for CloudFront lives nowhere else. */
export const REGION = 'us-east-1'

/** Resources that are no longer the stack's, though it still tells of them. */
const GONE = ['DELETE_COMPLETE', 'DELETE_SKIPPED']

/** CloudFormation has no error of its own for this. */
export const isNoStack = (error: unknown): boolean =>
  failsAs(error, 'ValidationError') && /does not exist/.test(String(error))

/**
 * The names that AWS gave a stack's resources, by logical id, such as `Plimsoll-Tickets-1B2N5R0V4QJ9T` by `Tickets`; of a
 * queue, its URL. Empty if there is no such stack.
 */
export const namesOf = async (stackName: string): Promise<ReadonlyMap<string, string>> => {
  const client = new CloudFormationClient({ region: REGION })
  const names = new Map<string, string>()
  try {
    for await (const page of paginateListStackResources({ client }, { StackName: stackName })) {
      for (const { LogicalResourceId, PhysicalResourceId, ResourceStatus = '' } of page.StackResourceSummaries ?? []) {
        if (LogicalResourceId && PhysicalResourceId && !GONE.includes(ResourceStatus)) {
          names.set(LogicalResourceId, PhysicalResourceId)
        }
      }
    }
  } catch (error) {
    if (!isNoStack(error)) throw error
  } finally {
    client.destroy()
  }
  return names
}
