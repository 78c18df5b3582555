import type { Department } from '../../contracts/department.ts'
import { departmentLoad, takersAmong } from '../../domain/capacity.ts'
import { type StoredDepartment, withLoad } from '../../domain/department.ts'
import { listAgents } from '../../stores/agents.ts'
import { countWaiting } from '../../stores/queue-line.ts'

/** A department with how much of its load line is used. */
export const showDepartment = async (department: StoredDepartment): Promise<Department> => {
  const [members, waiting] = await Promise.all([listAgents(department.id), countWaiting(department.id)])
  return withLoad(department, departmentLoad(takersAmong(members, department), waiting))
}

/** Shows a department in which nobody works yet, so that nothing needs to be looked up. */
export const showNewDepartment = (department: StoredDepartment): Department =>
  withLoad(department, departmentLoad([], 0))
