import { authorizers, integrations, routes, stages, triggers } from './lint/api.ts'
import { buckets, distribution, securityHeaders, siteFiles } from './lint/edge.ts'
import { rules, schedules } from './lint/events.ts'
import { firewall } from './lint/firewall.ts'
import { deadLetters, environments, eventSources, runtimes } from './lint/functions.ts'
import { accounts, secrets } from './lint/identity.ts'
import { alarms, alarmTopics, coverage, dashboards } from './lint/observability.ts'
import {
  deadLetterGrants,
  emptyStatements,
  mappingGrants,
  missingGrants,
  missingServiceGrants,
  misspelt,
  unfedConsumers,
  wildcards,
} from './lint/permissions.ts'
import { durability, keys } from './lint/tables.ts'
import { type Fault, type Rule, readLintTemplate } from './lint/template.ts'
import { disabled, missingRoutes, uncalledFunctions, unheardEvents } from './lint/wiring.ts'

/** What neither CloudFormation's validator nor cdk-nag sees. */
const RULES: readonly Rule[] = [
  environments,
  runtimes,
  eventSources,
  deadLetters,
  unfedConsumers,
  keys,
  durability,
  rules,
  schedules,
  routes,
  authorizers,
  integrations,
  stages,
  triggers,
  firewall,
  distribution,
  securityHeaders,
  buckets,
  siteFiles,
  wildcards,
  emptyStatements,
  missingGrants,
  missingServiceGrants,
  mappingGrants,
  deadLetterGrants,
  alarms,
  alarmTopics,
  coverage,
  dashboards,
  uncalledFunctions,
  missingRoutes,
  unheardEvents,
  disabled,
  accounts,
  secrets,
]

/**
 * Every fault of a template that our own rules know.
 *
 * @param document the parsed JSON of any template; rules about our functions leave others alone
 */
export const lintTemplate = async (document: unknown): Promise<readonly Fault[]> => {
  const template = readLintTemplate(document)
  return [...RULES.flatMap((rule) => rule(template)), ...(await misspelt(template))]
}
