import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation'
import { failsAs } from './finding.ts'

/** The stacks' only region: a web ACL for CloudFront must be there. */
export const REGION = 'us-east-1'

/** Statuses of resources that the stack still lists, but that no longer belong to it. */
const GONE = ['DELETE_COMPLETE', 'DELETE_SKIPPED']

/** Whether a stack does not exist: CloudFormation has no specific error for this. */
export const isNoStack = (error: unknown): boolean =>
  failsAs(error, 'ValidationError') && /does not exist/.test(String(error))

/**
 * The physical names of a stack's resources by logical id, such as `Plimsoll-Tickets-1B2N5R0V4QJ9T` for `Tickets`; for
 * a queue, its URL. Empty if there is no such stack.
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
