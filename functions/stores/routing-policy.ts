import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { Settings } from '../contracts/workspace.ts'
import type { RoutingPolicy } from '../domain/assignment.ts'
import type { StoredDepartment } from '../domain/department.ts'
import type { SkillAliases } from '../domain/skills.ts'
import { documents, tableNamed } from './documents.ts'
import { peopleKeys } from './tables.ts'

/** Other words for skills change seldom. */
const LIFETIME_MILLISECONDS = 60_000

const Row = Settings.pick({ skill_aliases: true }).strip().partial()

let known: { readonly aliases: SkillAliases; readonly until: number } | undefined

const skillAliases = async (): Promise<SkillAliases> => {
  if (known && known.until > Date.now()) return known.aliases
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableNamed('AgentLoad'), Key: peopleKeys.settings() }),
  )
  const { skill_aliases = {} } = Row.parse(Item ?? {})
  known = { aliases: skill_aliases, until: Date.now() + LIFETIME_MILLISECONDS }
  return skill_aliases
}

/** By what a department routes: its strategy and weights under its version, and the installation's words for skills. */
export const routingPolicy = async ({ strategy, weights, version }: StoredDepartment): Promise<RoutingPolicy> => ({
  strategy,
  weights,
  version,
  skill_aliases: await skillAliases(),
})
