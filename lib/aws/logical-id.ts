import type { CfnResource } from 'aws-cdk-lib'
import type { Construct } from 'constructs'

/**
 * Gives a construct's resource exactly this logical id, without the path and hash that the CDK would add: logs,
 * permissions and the local host then use the names of the code, such as `Tickets` and `ApiIntake`.
 */
export const withLogicalId = <Named extends Construct>(construct: Named, logicalId: string): Named => {
  // An L2 construct's default child is the resource that it stands for.
  const resource = construct.node.defaultChild as CfnResource
  resource.overrideLogicalId(logicalId)
  return construct
}
