import type { CfnResource } from 'aws-cdk-lib'
import type { Construct } from 'constructs'

/**
 * Names a construct's resource in the template exactly so, without the path and hash that the CDK would add:
 * logs, permissions and the local host then speak of `Tickets` and `ApiIntake`, as the code does.
 */
export const withLogicalId = <Named extends Construct>(construct: Named, logicalId: string): Named => {
  // An L2 construct's default child is the resource that it stands for.
  const resource = construct.node.defaultChild as CfnResource
  resource.overrideLogicalId(logicalId)
  return construct
}
