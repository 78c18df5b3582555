import { routes } from '../../../functions/contracts/routes.ts'
import { access } from '../access.ts'
import { type JsonRecord, recordOf } from '../json-record.ts'
import { schedules } from '../schedules.ts'
import { sourcesIn, statementsFor } from './policies.ts'
import { grantedOn } from './statements.ts'
import {
  type Fault,
  faultsOf,
  isOurs,
  type LintTemplate,
  list,
  type Rule,
  resourceOf,
  targetOf,
  textOf,
} from './template.ts'

/** The template has every function of `access.ts`. */
export const missingFunctions: Rule = (template) => {
  const built = new Set(template.resources.filter(isOurs).map(({ metadata }) => metadata['local:bundle']))
  return Object.keys(access)
    .filter((name) => !built.has(name))
    .map((name) => ({ id: 'Template', rule: 'function-missing', says: `has no function ${name}` }))
}

/** The routes that each of our APIs must serve, and by which function. */
const PROMISED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  HttpApi: {
    ...Object.fromEntries(Object.values(routes).map(({ method, path, noun }) => [`${method} ${path}`, `api-${noun}`])),
    $default: 'api-unknown',
  },
  SocketApi: { $connect: 'connection', $disconnect: 'connection', $default: 'connection' },
}

/** A route leads to its function. Only `$connect` has an authorizer: elsewhere functions check the caller. */
export const strayRoutes: Rule = (template) =>
  template.of('ApiGatewayV2::Route').flatMap(({ id, properties }): Fault[] => {
    const key = String(properties.RouteKey)
    const expected = PROMISED[targetOf(properties.ApiId) ?? '']?.[key]
    const integration = resourceOf(template, properties.Target)
    const served = resourceOf(template, integration?.properties.IntegrationUri)?.metadata['local:bundle']
    const asked = String(properties.AuthorizationType ?? 'NONE')
    const { faults, fault } = faultsOf(id)
    if (expected !== undefined && served !== expected)
      fault('route-target', `leads ${key} elsewhere than to ${expected}`)
    if (asked !== 'NONE' && !(key === '$connect' && asked === 'CUSTOM'))
      fault('route-authorizer', `asks for ${asked}, which none of our callers sends`)
    return faults
  })

/** The APIs have every route of the contract, and a stage. */
export const missingRoutes: Rule = (template) =>
  Object.entries(PROMISED).flatMap(([api, promised]): Fault[] => {
    const belongs = ({ properties }: { readonly properties: JsonRecord }): boolean => targetOf(properties.ApiId) === api
    const served = new Set(
      template
        .of('ApiGatewayV2::Route')
        .filter(belongs)
        .map(({ properties }) => String(properties.RouteKey)),
    )
    const { faults, fault } = faultsOf(api)
    for (const key of Object.keys(promised)) if (!served.has(key)) fault('route-missing', `does not serve ${key}`)
    if (!template.of('ApiGatewayV2::Stage').some(belongs)) fault('stage-missing', 'has no stage')
    return faults
  })

/**
 * Every function of `schedules` has a schedule. `uncalledFunctions` would miss those that something else calls as well.
 */
export const missingSchedules: Rule = (template) =>
  Object.keys(schedules)
    .filter(
      (name) =>
        !template.of('Scheduler::Schedule').some(({ properties }) => {
          const called = resourceOf(template, recordOf(properties.Target).Arn)
          return called?.metadata['local:bundle'] === name
        }),
    )
    .map((name) => ({ id: 'Template', rule: 'schedule-missing', says: `no schedule calls ${name}` }))

/** A schedule's group is in the same template, or is the account's default group. */
export const strayGroups: Rule = (template) => {
  const made = new Set(template.of('Scheduler::ScheduleGroup').map(({ properties }) => textOf(properties.Name)))
  return template
    .of('Scheduler::Schedule')
    .map(({ id, properties: { GroupName = 'default' } }) => ({ id, name: GroupName }))
    .filter(({ name }) => typeof name === 'string' && name !== 'default' && !made.has(name))
    .map(({ id, name }) => ({ id, rule: 'schedule-group', says: `is in the group ${name}, which does not exist` }))
}

/** The pool has a group for each role: `sync-role` adds people to groups but creates none. */
export const missingGroups: Rule = (template) => {
  const made = new Set(
    template
      .of('Cognito::UserPoolGroup')
      .filter(({ properties }) => targetOf(properties.UserPoolId) === 'UserPool')
      .map(({ properties }) => properties.GroupName),
  )
  return ['customers', 'agents', 'admins']
    .filter((name) => !made.has(name))
    .map((name) => ({ id: 'UserPool', rule: 'group-missing', says: `has no group ${name}` }))
}

/** Pages and assets are copied to the site's bucket, and CloudFront may read them there. */
export const missingSite: Rule = (template) => {
  const copied = new Set(
    template
      .of('Custom::CDKBucketDeployment')
      .filter(({ properties }) => targetOf(properties.DestinationBucketName) === 'SiteBucket')
      .map(({ properties }) => properties.DestinationBucketKeyPrefix),
  )
  const missing: ReadonlyArray<readonly [unknown, string]> = [
    [undefined, 'pages'],
    ['assets', 'assets'],
  ]
  return [
    ...missing
      .filter(([prefix]) => !copied.has(prefix))
      .map(([, what]): Fault => ({ id: 'SiteBucket', rule: 'site-missing', says: `nobody copies ${what} to it` })),
    ...template.of('CloudFront::Distribution').flatMap(({ id, properties }) =>
      list(recordOf(properties.DistributionConfig).Origins)
        .map(recordOf)
        .filter(({ S3OriginConfig }) => S3OriginConfig !== undefined)
        .flatMap(({ DomainName }) => targetOf(DomainName) ?? [])
        .filter((bucket) => !letsRead(template, bucket, id))
        .map((bucket): Fault => ({ id: bucket, rule: 'bucket-closed', says: `does not let ${id} read` })),
    ),
  ]
}

const letsRead = (template: LintTemplate, bucket: string, distribution: string): boolean => {
  const statements = template
    .of('S3::BucketPolicy')
    .filter(({ properties }) => targetOf(properties.Bucket) === bucket)
    .flatMap(({ properties }) => statementsFor(template, properties.PolicyDocument, 'cloudfront.amazonaws.com'))
  return grantedOn(statements, 's3:GetObject', (condition) => sourcesIn(condition).includes(distribution)).some(
    (resource) => targetOf(resource) === bucket && textOf(resource).endsWith('/*'),
  )
}
