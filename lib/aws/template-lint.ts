import { recordOf } from './json-record.ts'
import { misspeltActions } from './template-lint/action-names.ts'
import { alarms, alarmTopics, silentAlarms } from './template-lint/alarms.ts'
import { authorizers, integrations, ownRoutes, ownStages, routes, stages, triggers } from './template-lint/api.ts'
import { outcomesOf } from './template-lint/conditions.ts'
import { dashboards, ownDashboard } from './template-lint/dashboards.ts'
import { buckets, distributions, frontDoor, securityHeaders, siteFiles } from './template-lint/edge.ts'
import { eventSources, patientMappings } from './template-lint/event-sources.ts'
import { openPermissions, ownRules, rules, schedules, subscriptions } from './template-lint/events.ts'
import { deadLetters, keptFailures, misnamedOutcomes, shortMemories } from './template-lint/failures.ts'
import { firewall, ownFirewall } from './template-lint/firewall.ts'
import { environments, misnamedRoles, runtimes, trust } from './template-lint/functions.ts'
import { accounts, ownSecrets, secrets, toldSecrets } from './template-lint/identity.ts'
import { coverage, ownAlarms } from './template-lint/own-alarms.ts'
import {
  deadLetterGrants,
  emptyStatements,
  mappingGrants,
  missingGrants,
  missingServiceGrants,
  namedGrants,
  openPolicies,
  openSenders,
  unfedConsumers,
  wildcards,
} from './template-lint/permissions.ts'
import { misnamedEnds } from './template-lint/pipes.ts'
import {
  missingFunctions,
  missingGroups,
  missingRoutes,
  missingSchedules,
  missingSite,
  strayGroups,
  strayRoutes,
} from './template-lint/presence.ts'
import type { RuleName } from './template-lint/rule-names.ts'
import { disagreements, missingSettings } from './template-lint/settings.ts'
import { durability, keys, tableShapes } from './template-lint/tables.ts'
import { type Fault, type Rule, readLintTemplate } from './template-lint/template.ts'
import { disabled, lateAnswers, recursiveLoops, uncalledFunctions, unheardEvents } from './template-lint/wiring.ts'

/** Rules for any template: mistakes that neither CloudFormation's validator nor cdk-nag finds. */
const RULES: readonly Rule[] = [
  environments,
  trust,
  misnamedRoles,
  eventSources,
  deadLetters,
  misnamedOutcomes,
  shortMemories,
  keys,
  rules,
  schedules,
  subscriptions,
  misnamedEnds,
  openPermissions,
  openPolicies,
  routes,
  authorizers,
  integrations,
  stages,
  triggers,
  firewall,
  distributions,
  emptyStatements,
  namedGrants,
  mappingGrants,
  deadLetterGrants,
  alarms,
  silentAlarms,
  alarmTopics,
  dashboards,
  secrets,
  toldSecrets,
]

/** Rules for our own template only: our decisions, and resources that it must have. */
const HOUSE_RULES: readonly Rule[] = [
  runtimes,
  missingSettings,
  disagreements,
  ownRules,
  missingFunctions,
  uncalledFunctions,
  lateAnswers,
  recursiveLoops,
  disabled,
  patientMappings,
  keptFailures,
  unfedConsumers,
  unheardEvents,
  tableShapes,
  durability,
  ownRoutes,
  ownStages,
  missingRoutes,
  strayRoutes,
  missingSchedules,
  strayGroups,
  missingGroups,
  missingSite,
  ownFirewall,
  frontDoor,
  securityHeaders,
  buckets,
  siteFiles,
  accounts,
  ownSecrets,
  wildcards,
  missingGrants,
  missingServiceGrants,
  openSenders,
  ownAlarms,
  coverage,
  ownDashboard,
]

/** Rules that count only if every outcome breaks them: an alarm may notify somebody in production alone. */
const FAULTS_EVERYWHERE: ReadonlySet<RuleName> = new Set(['alarm-silent', 'authorizer-unused'])

/** A finding that a rule could not read the template, such as lists nested a thousandfold. */
type Unreadable = Fault<'unreadable'>

/**
 * Every finding of our own rules on a template, in any of the outcomes that its conditions allow (see `outcomesOf`). A
 * finding of `FAULTS_EVERYWHERE` counts only if each outcome with that resource has it.
 *
 * @param document the parsed JSON of any template; `HOUSE_RULES` apply only if it has our functions
 */
export const lintTemplate = async (document: unknown): Promise<ReadonlyArray<Fault | Unreadable>> => {
  const unreadable: Unreadable[] = []
  /** The result of `read`; if it throws on an unexpected template, `instead` and an `unreadable` finding. */
  const readOr = async <Read>(what: string, instead: Read, read: () => Read | Promise<Read>): Promise<Read> => {
    try {
      return await read()
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      unreadable.push({ id: 'Template', rule: 'unreadable', says: `${what} cannot be read: ${why}` })
      return instead
    }
  }
  const lintOutcome = async (outcome: unknown): Promise<readonly Fault[]> => {
    const template = readLintTemplate(outcome)
    const asked = [...RULES, ...(template.isHouse ? HOUSE_RULES : []), misspeltActions]
    const found = asked.map((rule) => readOr(`what ${rule.name} asks about`, [], () => rule(template)))
    return (await Promise.all(found)).flat()
  }
  const outcomes = await Promise.all(
    (await readOr('its conditions', [document], () => outcomesOf(document))).map(async (outcome) => ({
      resources: recordOf(recordOf(outcome).Resources),
      faults: new Map((await lintOutcome(outcome)).map((fault) => [JSON.stringify(fault), fault])),
    })),
  )
  const found = new Map(outcomes.flatMap(({ faults }) => [...faults]))
  const faults = [...found]
    .filter(
      ([text, { id, rule }]) =>
        !FAULTS_EVERYWHERE.has(rule) ||
        outcomes.every(({ resources, faults }) => resources[id] === undefined || faults.has(text)),
    )
    .map(([, fault]) => fault)
  return [...faults, ...new Map(unreadable.map((fault) => [fault.says, fault])).values()]
}
