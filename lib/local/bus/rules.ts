import { join } from 'node:path'
import { compilePattern, type EventMatcher } from '../event-pattern.ts'
import { findPrivateFile, writePrivateFile } from '../private-file.ts'
import { DEFAULT_BUS, ruleArn } from '../template/types.ts'
import type { Resource, Template } from '../template.ts'

const FILE = 'rules.json'
/** Members of a target that are emulated; any other is refused. */
const TARGET_MEMBERS = ['Id', 'Arn', 'RetryPolicy', 'DeadLetterConfig']

/** Where a rule sends what matches, in EventBridge's own shape. */
export interface Target {
  readonly Id: string
  readonly Arn: string
  /** Of a rule made by a call; a failed delivery of one of the template's rules fails the PutEvents call. */
  readonly RetryPolicy?: { readonly MaximumRetryAttempts?: number; readonly MaximumEventAgeInSeconds?: number }
  /** ARN of a queue. */
  readonly DeadLetterConfig?: { readonly Arn: string }
}

export interface Rule {
  readonly name: string
  /** Name of its bus. */
  readonly bus: string
  readonly arn: string
  /** Whether it was made by a call; the template's own rules can be changed only in the template. */
  readonly isMade: boolean
  readonly isEnabled: boolean
  readonly description?: string | undefined
  /** As JSON; absent from a scheduled rule, which `schedules.ts` runs. */
  readonly pattern?: string | undefined
  readonly schedule?: string | undefined
  readonly targets: readonly Target[]
}

/** A rule with its compiled pattern. */
export interface ReadyRule extends Rule {
  /** Whether the rule is enabled and an event of its bus matches. */
  readonly matches: EventMatcher
}

/** The template's rules, and those made by calls, which survive restarts. */
export interface Rules {
  all(): readonly ReadyRule[]
  find(bus: string, name: string): ReadyRule | undefined
  /** Stores a rule made by a call, in place of one with the same bus and name. */
  keep(rule: Rule): void
  forget(rule: Rule): void
}

/** A bus is named by its name or its ARN. */
export const busName = (nameOrArn: string): string => nameOrArn.split('event-bus/').at(-1) ?? nameOrArn

/** A member of a target that is not emulated, if there is one. */
export const strangeMember = (target: object): string | undefined =>
  Object.keys(target).find((name) => !TARGET_MEMBERS.includes(name))

const ready = (rule: Rule): ReadyRule => {
  const matches = rule.pattern === undefined ? () => false : compilePattern(JSON.parse(rule.pattern))
  return { ...rule, matches: (event) => rule.isEnabled && matches(event) }
}

const templateRule = (template: Template, { logicalId, properties }: Resource): ReadyRule => {
  const targets = template.resolve(properties.Targets ?? []) as readonly Target[]
  const { EventBusName, EventPattern, ScheduleExpression, Description } = properties
  const strange = EventPattern === undefined ? undefined : targets.map(strangeMember).find(Boolean)
  if (strange) throw new Error(`rule ${logicalId}: a target's ${strange} is not emulated`)
  return ready({
    name: template.nameOf(logicalId),
    bus: busName(EventBusName === undefined ? DEFAULT_BUS : template.text(EventBusName)),
    arn: template.arnOf(logicalId),
    isMade: false,
    isEnabled: properties.State !== 'DISABLED',
    description: Description === undefined ? undefined : template.text(Description),
    pattern: EventPattern === undefined ? undefined : JSON.stringify(template.resolve(EventPattern)),
    schedule: ScheduleExpression === undefined ? undefined : template.text(ScheduleExpression),
    targets,
  })
}

/**
 * Opens the rules. A kept rule whose pattern is no longer accepted stays but matches nothing until it is put again.
 *
 * @throws Error for a rule of the template whose pattern or target is not emulated
 */
export const openRules = (template: Template, dataDir: string, report: (line: string) => void): Rules => {
  const file = join(dataDir, FILE)
  const declared = template.resourcesOf('AWS::Events::Rule').map((resource) => templateRule(template, resource))
  const kept: readonly Rule[] = JSON.parse(findPrivateFile(file) ?? '[]')
  const isDeclared = ({ arn }: Rule): boolean => declared.some((rule) => rule.arn === arn)
  const readyMade = (rule: Rule): ReadyRule => {
    try {
      return ready(rule)
    } catch (error) {
      report(
        `rule ${rule.name} matches nothing until it is put anew: ${error instanceof Error ? error.message : error}`,
      )
      return { ...rule, matches: () => false }
    }
  }
  let made = kept.filter((rule) => !isDeclared(rule)).map(readyMade)

  const replace = (rules: readonly ReadyRule[]): void => {
    made = [...rules]
    writePrivateFile(file, JSON.stringify(made, null, 2))
  }
  const others = ({ arn }: Rule): readonly ReadyRule[] => made.filter((rule) => rule.arn !== arn)
  const all = (): readonly ReadyRule[] => [...declared, ...made]

  return {
    all,
    find: (bus, name) => all().find(({ arn }) => arn === ruleArn(bus, name)),
    keep: (rule) => replace([...others(rule), readyMade(rule)]),
    forget: (rule) => replace(others(rule)),
  }
}
