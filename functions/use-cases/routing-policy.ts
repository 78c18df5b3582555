import type { RoutingPolicy } from '../domain/assignment.ts'
import type { StoredDepartment } from '../domain/department.ts'
import { getSettings } from '../stores/settings.ts'

/** By what a department routes: its strategy and weights under its version, and the installation's words for skills. */
export const routingPolicy = async ({ strategy, weights, version }: StoredDepartment): Promise<RoutingPolicy> => {
  const { skill_aliases } = await getSettings()
  return { strategy, weights, version, skill_aliases }
}
