import { recordOf } from '../../lib/local/json-record.ts'
import { statementsOf } from '../../lib/local/permissions/iam-policy.ts'
import type { AllowedCall } from '../../lib/local/permissions.ts'
import type { Template } from '../../lib/local/template.ts'

/** The smallest part of a policy: one action on one resource, or for one source. */
export interface Grant {
  /** Logical id of a role, or of a function that a service may call; ARN of a queue that a service may send to. */
  readonly policy: string
  readonly action: string
  /** ARN, with IAM's wildcards. */
  readonly resource: string
  /** ARN, with IAM's wildcards, of the resource on whose behalf a service calls; null in a role's policy. */
  readonly source: string | null
}

/** Lambda itself writes logs and traces with these, before and after our code runs. */
const OF_LAMBDA = /^(logs|xray):/
/** Actions that only EventBridge's own checks need, in addition to sending. */
const OF_EVENTBRIDGE = /^sqs:GetQueue/

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value]

const inPolicy = (document: unknown, policy: string): readonly Grant[] =>
  listOf(recordOf(document).Statement).flatMap((written) => {
    const { Effect, Action, Resource, Condition } = recordOf(written)
    if (Effect !== 'Allow') return []
    const sources = listOf(recordOf(recordOf(Condition).ArnEquals)['aws:SourceArn'])
    return listOf(Action).flatMap((action) =>
      listOf(Resource).flatMap((resource) =>
        (sources.length > 0 ? sources : [null]).map((source) => ({
          policy,
          action: String(action),
          resource: String(resource),
          source: source === null ? null : String(source),
        })),
      ),
    )
  })

/** Every grant of the product's own roles and resource policies; the CDK's own function is not the product's. */
export const grantsOf = (template: Template): readonly Grant[] => {
  const roles = template
    .resourcesOf('AWS::IAM::Role')
    .filter(({ logicalId }) => !logicalId.startsWith('CustomCDK'))
    .flatMap(({ logicalId, properties }) =>
      listOf(template.resolve(properties.Policies)).flatMap((each) =>
        inPolicy(recordOf(each).PolicyDocument, logicalId),
      ),
    )
  const queues = template.resourcesOf('AWS::SQS::QueuePolicy').flatMap(({ properties }) => {
    const document = template.resolve(properties.PolicyDocument)
    const queue = listOf(recordOf(document).Statement).map((each) => String(recordOf(each).Resource))[0] ?? ''
    return inPolicy(document, queue)
  })
  const functions = template.resourcesOf('AWS::Lambda::Function')
  const invocations = template.resourcesOf('AWS::Lambda::Permission').flatMap(({ properties }): readonly Grant[] => {
    const resource = template.text(properties.FunctionName)
    const called = functions.find(({ logicalId }) => template.arnOf(logicalId) === resource)
    const source = template.text(properties.SourceArn)
    return called ? [{ policy: called.logicalId, action: 'lambda:InvokeFunction', resource, source }] : []
  })
  return [...roles, ...queues, ...invocations].filter(
    ({ action }) => !OF_LAMBDA.test(action) && !OF_EVENTBRIDGE.test(action),
  )
}

/** Whether a grant alone, whatever its conditions, would allow a call. */
const covers = ({ action, resource, source }: Grant): ((call: AllowedCall) => boolean) => {
  const [asks] = statementsOf({ Statement: { Effect: 'Allow', Action: action, Resource: resource } })
  const [comes] = statementsOf({ Statement: { Effect: 'Allow', Action: '*', Resource: source ?? '*' } })
  return (call) =>
    (asks?.matches({ action: call.action, resource: call.resource, context: {} }) ?? false) &&
    (source === null || (comes?.matches({ action: '*', resource: call.source ?? '', context: {} }) ?? false))
}

/**
 * Grants that could have been removed without any of the calls being refused; each of the others was needed.
 *
 * @param calls the calls that were allowed during the walk through the system
 */
export const unfeltGrants = (grants: readonly Grant[], calls: readonly AllowedCall[]): readonly Grant[] => {
  const callsOf = Map.groupBy(calls, ({ policy }) => policy)
  const rules = grants.map((grant) => ({ grant, allows: covers(grant) }))
  const rulesOf = Map.groupBy(rules, ({ grant }) => grant.policy)
  return rules
    .filter(({ grant, allows }) => {
      const beside = (rulesOf.get(grant.policy) ?? []).filter((rule) => rule.grant !== grant)
      return !(callsOf.get(grant.policy) ?? []).some(
        (call) => allows(call) && !beside.some((rule) => rule.allows(call)),
      )
    })
    .map(({ grant }) => grant)
}
