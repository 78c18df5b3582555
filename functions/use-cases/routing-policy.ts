import type { RoutingPolicy } from '../domain/assignment.ts'
import type { StoredDepartment } from '../domain/department.ts'
import { getSettings } from '../stores/settings.ts'

/**
 * The rules by which a department routes: its strategy and weights, its version, and the installation's skill aliases.
 */
export const routingPolicy = async ({ strategy, weights, version }: StoredDepartment): Promise<RoutingPolicy> => {
  const { skill_aliases } = await getSettings()
  return { strategy, weights, version, skill_aliases }
}
