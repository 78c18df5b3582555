import { RefusedError } from '../../domain/errors.ts'
import { listDepartments } from '../../stores/departments.ts'

/** @throws RefusedError `department_unknown` for a body that names a department that does not exist */
export const assertDepartment = async (departmentId: string): Promise<void> => {
  const isKnown = (departments: readonly { readonly id: string }[]) => departments.some(({ id }) => id === departmentId)
  if (isKnown(await listDepartments()) || isKnown(await listDepartments({ fresh: true }))) return
  throw new RefusedError('invalid', 'department_unknown', `there is no department ${departmentId}`, {
    fields: [{ path: 'department_id', message: 'is no department' }],
  })
}
